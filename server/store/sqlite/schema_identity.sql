-- What users log in with beside their names.
ALTER TABLE user ADD COLUMN email TEXT;
ALTER TABLE user ADD COLUMN mobile TEXT;
CREATE UNIQUE INDEX user_email ON user (app, email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX user_mobile ON user (app, mobile) WHERE mobile IS NOT NULL;
UPDATE OR IGNORE user SET email = attributes ->> '$.email' WHERE typeof(attributes ->> '$.email') = 'text';
UPDATE OR IGNORE user SET mobile = attributes ->> '$.mobilePhoneNumber' WHERE typeof(attributes ->> '$.mobilePhoneNumber') = 'text';
