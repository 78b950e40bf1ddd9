-- A product's ratings are kept beside it, so that lists can be ordered by them without a join.

CREATE TRIGGER review_inserted AFTER INSERT ON review BEGIN
    UPDATE product SET
        ratings_count = (SELECT count(*) FROM review WHERE product_id = NEW.product_id),
        average_rating = (SELECT round(avg(rating), 2) FROM review WHERE product_id = NEW.product_id)
    WHERE id = NEW.product_id;
END;

CREATE TRIGGER review_updated AFTER UPDATE OF rating ON review BEGIN
    UPDATE product SET
        average_rating = (SELECT round(avg(rating), 2) FROM review WHERE product_id = NEW.product_id)
    WHERE id = NEW.product_id;
END;

CREATE TRIGGER review_deleted AFTER DELETE ON review BEGIN
    UPDATE product SET
        ratings_count = (SELECT count(*) FROM review WHERE product_id = OLD.product_id),
        average_rating = (SELECT round(avg(rating), 2) FROM review WHERE product_id = OLD.product_id)
    WHERE id = OLD.product_id;
END;
