-- The language in which somebody of a sponsor's team last used the pages, as a BCP 47 tag: mails to them are
-- in it.
ALTER TABLE member ADD COLUMN language TEXT;
