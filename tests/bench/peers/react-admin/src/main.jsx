// The application of react-admin's own tutorial: every collection with its guessers, English
// only, nothing of ours. The page names the API in a meta tag, which the benchmark fills in.
import { createRoot } from "react-dom/client";
import { Admin, EditGuesser, ListGuesser, Resource } from "react-admin";
import jsonServerProvider from "ra-data-json-server";

const api = document.querySelector('meta[name="api"]').content;
const dataProvider = jsonServerProvider(api);

// The guesser shows 10 rows unless told otherwise.
const List = () => <ListGuesser perPage={25} />;

const label = {
  categories: "name",
  products: "name",
  users: "name",
  orders: "id",
  reviews: "title",
};

createRoot(document.getElementById("root")).render(
  <Admin dataProvider={dataProvider}>
    {Object.keys(label).map((name) => (
      <Resource
        key={name}
        name={name}
        list={List}
        edit={EditGuesser}
        recordRepresentation={label[name]}
      />
    ))}
  </Admin>,
);
