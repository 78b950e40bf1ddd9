// A shop on SAP CAP, which serves it as OData.
namespace shop;

entity Categories {
  key id   : Integer;
      name : String(60) @mandatory;
      slug : String(60);
}

entity Products {
  key id             : Integer;
      title          : String(120) @mandatory;
      description    : String(500);
      price          : Decimal(9, 2) @assert.range: [0, 100000];
      stock          : Integer;
      status         : String(8);
      category       : Association to Categories;
      active         : Boolean;
      available_from : Date;
}

@path: '/odata/v4/shop'
@requires: 'any'
service ShopService {
  entity categories as projection on Categories;
  entity products   as projection on Products;
}
