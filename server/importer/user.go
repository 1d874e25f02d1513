package importer

import (
	"crypto/rand"
	"errors"

	"imclient/server/archive"
	"imclient/server/store"
)

// user reads a row of _User. Without a password nobody can log in with one.
func (im *importer) user(r archive.Row) func(store.Tx) (outcome, error) {
	f := im.parse(r)
	if f == nil {
		return nil
	}
	t := &taker{fields: f}
	u := store.User{App: im.options.App, ID: t.text("objectId"), Username: t.text("username"), Email: t.text("email"),
		Mobile: t.text("mobilePhoneNumber"), Salt: t.text("salt"), Password: t.text("password"), SessionToken: t.text("sessionToken"),
		CreatedAt: t.date("createdAt"), UpdatedAt: t.date("updatedAt")}
	if t.refuse(im, r) {
		return nil
	}
	if u.ID == "" || u.Username == "" {
		im.problem(r, "the row has no objectId or no username", "")
		return nil
	}
	if u.UpdatedAt == 0 {
		u.UpdatedAt = u.CreatedAt
	}
	if u.Password == "" {
		im.note(r, "users without a password cannot log in with one", u.ID)
	}
	u.Attributes = t.rest()
	fresh := rand.Text()
	return func(tx store.Tx) (outcome, error) { return applyUser(tx, u, fresh) }
}

// applyUser adds a user; one that is there takes on what the row says if that is newer.
// What the row lacks, as rows of the REST API do, stays.
func applyUser(tx store.Tx, u store.User, freshToken string) (outcome, error) {
	old, err := tx.User(u.App, u.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		if u.SessionToken == "" {
			u.SessionToken = freshToken
		}
		err = tx.CreateUser(&u)
		if errors.Is(err, store.ErrExists) {
			return 0, &refusal{"the username, email, number or session token is another user's", u.ID}
		}
		return added, err
	case err != nil:
		return 0, err
	}
	completes := old.Password == "" && u.Password != ""
	if u.UpdatedAt <= old.UpdatedAt && !completes {
		return unchanged, nil
	}
	if u.Password == "" {
		u.Salt, u.Password = old.Salt, old.Password
	}
	if u.SessionToken == "" {
		u.SessionToken = old.SessionToken
	}
	err = tx.UpdateUser(&u)
	if errors.Is(err, store.ErrExists) {
		return 0, &refusal{"the username, email, number or session token is another user's", u.ID}
	}
	return updated, err
}
