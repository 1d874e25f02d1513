package server

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"imclient/server/store"
)

// mayChange says that the call comes from the user, or has the master key.
func (c *restCall) mayChange(u *store.User) error {
	if c.master || subtle.ConstantTimeCompare([]byte(c.r.Header.Get("X-LC-Session")), []byte(u.SessionToken)) == 1 {
		return nil
	}
	return refuseRESTf(http.StatusForbidden, codeSessionMissing, "the user's session token is missing or wrong")
}

// userGet answers with a user; what is personal is for the user alone, and for who
// has the master key.
func (c *restCall) userGet() (any, error) {
	u, err := c.findUser(func(v store.Reader) (*store.User, error) { return v.User(c.app.ID, c.path("id")) })
	if err != nil {
		return nil, err
	}
	return userRow(u, c.mayChange(u) == nil)
}

// changeUser changes the user whom the path names, if the call may.
func (c *restCall) changeUser(change func(tx store.Tx, u *store.User) error) (u *store.User, err error) {
	err = c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		u, err = tx.User(c.app.ID, c.path("id"))
		if errors.Is(err, store.ErrNotFound) {
			return refuseUser(codeUserNotFound, "no such user")
		}
		if err == nil {
			err = c.mayChange(u)
		}
		if err == nil {
			err = change(tx, u)
		}
		if err != nil {
			return err
		}
		u.UpdatedAt = tx.Now()
		return tx.UpdateUser(u)
	}, func() {})
	return u, err
}

// userChange sets attributes and fields of a user. With the password the session
// token changes too.
func (c *restCall) userChange() (any, error) {
	body := map[string]any{}
	if err := c.body(&body); err != nil {
		return nil, err
	}
	f, err := takeUserFields(body)
	if err != nil {
		return nil, err
	}
	token, renewed := newUserToken(), store.User{}
	if f.password != nil {
		setPassword(&renewed, *f.password)
	}
	u, err := c.changeUser(func(tx store.Tx, u *store.User) error {
		if err := f.apply(tx, u); err != nil {
			return err
		}
		if f.password != nil {
			u.Salt, u.Password, u.SessionToken = renewed.Salt, renewed.Password, token
		}
		u.Attributes, err = changedAttributes(u.Attributes, body)
		return err
	})
	if err != nil {
		return nil, err
	}
	answer := map[string]any{"objectId": u.ID, "updatedAt": isoDate(u.UpdatedAt)}
	if f.password != nil {
		answer["sessionToken"] = u.SessionToken
	}
	return answer, nil
}

// changedAttributes applies values, and operations such as {"__op": "Increment"}.
func changedAttributes(old string, change map[string]any) (string, error) {
	attributes := map[string]any{}
	dec := json.NewDecoder(strings.NewReader(old))
	dec.UseNumber()
	if err := dec.Decode(&attributes); err != nil {
		return "", err
	}
	for key, value := range change {
		name, op := operationOf(value)
		switch name {
		case "":
		case "Delete":
			delete(attributes, key)
			continue
		default:
			var err error
			if value, err = operate(attributes[key], name, op); err != nil {
				return "", refuseUser(codeWrongType, key+": the operation is unknown, or for another type")
			}
		}
		attributes[key] = value
	}
	return userAttributes(attributes)
}

// userPassword changes the password for one who knows the old one.
func (c *restCall) userPassword() (any, error) {
	var body struct {
		Old string `json:"old_password"`
		New string `json:"new_password"`
	}
	if err := c.body(&body); err != nil {
		return nil, err
	}
	if body.New == "" || len(body.New) > maxUsernameOrSecret {
		return nil, refuseUser(codeNoPassword, "new_password is missing or too long")
	}
	known, err := c.findUser(func(v store.Reader) (*store.User, error) { return v.User(c.app.ID, c.path("id")) })
	if err == nil {
		err = c.mayChange(known)
	}
	if err == nil {
		err = c.requirePassword(known, body.Old)
	}
	if err != nil {
		return nil, err
	}
	token, renewed := newUserToken(), store.User{}
	setPassword(&renewed, body.New)
	u, err := c.changeUser(func(_ store.Tx, u *store.User) error {
		if u.Password != known.Password { // changed meanwhile
			return refuseUser(codeWrongPassword, "wrong password")
		}
		u.Salt, u.Password, u.SessionToken = renewed.Salt, renewed.Password, token
		return nil
	})
	if err != nil {
		return nil, err
	}
	return userRow(u, true)
}

// userRefresh gives the user another session token; the old one is worth nothing
// from then on.
func (c *restCall) userRefresh() (any, error) {
	token := newUserToken()
	u, err := c.changeUser(func(_ store.Tx, u *store.User) error {
		u.SessionToken = token
		return nil
	})
	if err != nil {
		return nil, err
	}
	return userRow(u, true)
}
