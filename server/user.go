package server

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"imclient/server/query"
	"imclient/server/store"
)

// The codes of the user calls, which are the storage service's and not the
// protocol's.
const (
	codeBadEmail        = 125
	codeBadMobile       = 127
	codeHookRefused     = 142
	codeNoUsername      = 200
	codeNoPassword      = 201
	codeUsernameTaken   = 202
	codeEmailTaken      = 203
	codeSessionMissing  = 206
	codeWrongPassword   = 210
	codeUserNotFound    = 211
	codeMobileTaken     = 214
	codeTooManyLogins   = 219
	codeUnsupported     = 252
	maxUserBody         = 64 << 10
	userSaltBytes       = 24
	userTokenBytes      = 24
	maxUsernameOrSecret = 1024
)

// userCalls registers the calls about users (docs/protocol.md, REST).
func (s *Server) userCalls(m *restMux) {
	m.handle("POST /1.1/users", anyKey, (*restCall).userSignUp)
	m.handle("POST /1.1/login", anyKey, (*restCall).userLogIn)
	m.handle("GET /1.1/users/me", anyKey, (*restCall).userCurrent)
	for _, path := range []string{"/1.1/users/{id}", "/1.1/classes/_User/{id}"} {
		m.handle("GET "+path, anyKey, (*restCall).userGet)
		m.handle("PUT "+path, anyKey, (*restCall).userChange)
	}
	m.handle("PUT /1.1/users/{id}/updatePassword", anyKey, (*restCall).userPassword)
	m.handle("PUT /1.1/users/{id}/refreshSessionToken", anyKey, (*restCall).userRefresh)
	m.handle("POST /1.1/rtm/sign", anyKey, (*restCall).userSign)
	m.handle("GET /1.2/rtm/clients/sign", anyKey, (*restCall).userSign)
}

func refuseUser(code int, message string) error {
	return refuseRESTf(http.StatusBadRequest, code, "%s", message)
}

// ownUserKeys are what of a user is not an attribute, or not to be set.
var ownUserKeys = []string{
	"username", "email", "mobilePhoneNumber", "password", "salt", "sessionToken", "objectId", "createdAt", "updatedAt", "ACL",
	"emailVerified", "mobilePhoneVerified", "authData",
}

// userFields are the identity and password in a body. Those that are not there are
// nil.
type userFields struct{ username, email, mobile, password *string }

var (
	emails  = regexp.MustCompile(`^[^\s@]+@[^\s@]+$`)
	mobiles = regexp.MustCompile(`^\+?[0-9]{1,31}$`)
)

// takeUserFields moves them out of the body, which becomes the attributes, and
// checks them.
func takeUserFields(body map[string]any) (f userFields, err error) {
	if body["authData"] != nil {
		return f, refuseUser(codeUnsupported, "users of other services, and anonymous ones, are not supported")
	}
	for _, field := range []struct {
		key   string
		to    **string
		code  int
		valid func(string) bool
	}{
		{"username", &f.username, codeNoUsername, func(v string) bool { return v != "" && len(v) <= maxUsernameOrSecret }},
		{"password", &f.password, codeNoPassword, func(v string) bool { return v != "" && len(v) <= maxUsernameOrSecret }},
		{"email", &f.email, codeBadEmail, func(v string) bool { return v == "" || len(v) <= 254 && emails.MatchString(v) }},
		{"mobilePhoneNumber", &f.mobile, codeBadMobile, func(v string) bool { return v == "" || mobiles.MatchString(v) }},
	} {
		given := body[field.key]
		if given == nil {
			continue
		}
		text, ok := given.(string)
		if !ok || !field.valid(text) {
			return f, refuseUser(field.code, field.key+" is missing, too long or malformed")
		}
		*field.to = &text
	}
	for _, key := range ownUserKeys {
		delete(body, key)
	}
	return f, nil
}

// apply writes the fields to u, and says what others have already.
func (f userFields) apply(v store.Reader, u *store.User) error {
	for _, field := range []struct {
		value *string
		to    *string
		find  func(app, value string) (*store.User, error)
		code  int
		taken string
	}{
		{f.username, &u.Username, v.UserByName, codeUsernameTaken, "the username is taken"},
		{f.email, &u.Email, v.UserByEmail, codeEmailTaken, "the email is taken"},
		{f.mobile, &u.Mobile, v.UserByMobile, codeMobileTaken, "the mobile phone number is taken"},
	} {
		if field.value == nil {
			continue
		}
		other, err := field.find(u.App, *field.value)
		switch {
		case err == nil && other.ID != u.ID:
			return refuseUser(field.code, field.taken)
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return err
		}
		*field.to = *field.value
	}
	return nil
}

func setPassword(u *store.User, password string) {
	u.Salt = hex.EncodeToString(randomBytes(userSaltBytes))
	u.Password = hashPassword(u.Salt, password)
}

func newUserToken() string { return base64.RawURLEncoding.EncodeToString(randomBytes(userTokenBytes)) }

// userSignUp makes a user.
func (c *restCall) userSignUp() (any, error) {
	body := map[string]any{}
	if err := c.body(&body); err != nil {
		return nil, err
	}
	f, err := takeUserFields(body)
	switch {
	case err != nil:
		return nil, err
	case f.username == nil:
		return nil, refuseUser(codeNoUsername, "username is missing")
	case f.password == nil:
		return nil, refuseUser(codeNoPassword, "password is missing")
	}
	attributes, err := userAttributes(body)
	if err != nil {
		return nil, err
	}
	made := store.User{App: c.app.ID, ID: newConversationID(), SessionToken: newUserToken(), Attributes: attributes}
	setPassword(&made, *f.password)
	var u *store.User
	err = c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		copied := made
		u = &copied
		if err := f.apply(tx, u); err != nil {
			return err
		}
		u.CreatedAt = tx.Now()
		u.UpdatedAt = u.CreatedAt
		return tx.CreateUser(u)
	}, func() {})
	if err != nil {
		return nil, err
	}
	return created{map[string]any{
		"objectId": u.ID, "username": u.Username, "sessionToken": u.SessionToken, "createdAt": isoDate(u.CreatedAt),
	}}, nil
}

// userAttributes are what is kept of a body beside the fields.
func userAttributes(body map[string]any) (string, error) {
	if query.TooDeep(body) {
		return "", refuseUser(codeWrongType, "the attributes are nested too deep")
	}
	text, err := marshal(body)
	if err == nil && len(text) > maxUserBody {
		err = refuseUser(codeWrongType, "the attributes have more than 64 KB")
	}
	return text, err
}

// userLogIn answers with the user whose password is given, along with the name,
// email or number.
func (c *restCall) userLogIn() (any, error) {
	body := map[string]any{}
	if err := c.body(&body); err != nil {
		return nil, err
	}
	f, err := takeUserFields(body)
	switch {
	case err != nil:
		return nil, err
	case f.username == nil && f.email == nil && f.mobile == nil:
		return nil, refuseUser(codeNoUsername, "username, email or mobilePhoneNumber is missing")
	case f.password == nil:
		return nil, refuseUser(codeNoPassword, "password is missing")
	}
	u, err := c.findUser(func(v store.Reader) (*store.User, error) {
		switch {
		case f.username != nil:
			return v.UserByName(c.app.ID, *f.username)
		case f.email != nil:
			return v.UserByEmail(c.app.ID, *f.email)
		}
		return v.UserByMobile(c.app.ID, *f.mobile)
	})
	if err != nil {
		return nil, err
	}
	if err := c.requirePassword(u, *f.password); err != nil {
		return nil, err
	}
	return userRow(u, true)
}

// requirePassword refuses a wrong password, and after too many wrong ones any, for
// the rest of the minute, so that passwords cannot be guessed.
func (c *restCall) requirePassword(u *store.User, password string) error {
	limit, now := c.srv.options.Limits.LoginFailures, c.srv.clock.Now()
	key := rateKey{strconv.Itoa(len(u.App)) + ":" + u.App + u.ID, 0}
	if c.srv.loginFailures.spent(key, limit, now) {
		return refuseRESTf(http.StatusTooManyRequests, codeTooManyLogins, "too many wrong passwords: try again in a minute")
	}
	if isPassword(u.Password, u.Salt, password) {
		return nil
	}
	c.srv.loginFailures.spend(key, limit, now)
	return refuseUser(codeWrongPassword, "wrong password")
}

// userCurrent answers with the user whose session token is given.
func (c *restCall) userCurrent() (any, error) {
	token := c.r.Header.Get("X-LC-Session")
	if token == "" {
		token = c.query("session_token")
	}
	u, err := c.findUser(func(v store.Reader) (*store.User, error) { return v.UserByToken(c.app.ID, token) })
	if err != nil {
		return nil, err
	}
	return userRow(u, true)
}

// findUser refuses with 211 where there is none.
func (c *restCall) findUser(find func(store.Reader) (*store.User, error)) (u *store.User, err error) {
	err = c.srv.store.View(c.r.Context(), func(v store.Reader) error {
		u, err = find(v)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		err = refuseUser(codeUserNotFound, "no such user")
	}
	return u, err
}

// userRow is a user as the REST API shows it, to the user with the session token.
func userRow(u *store.User, own bool) (map[string]any, error) {
	row := map[string]any{}
	dec := json.NewDecoder(strings.NewReader(u.Attributes))
	dec.UseNumber()
	if err := dec.Decode(&row); err != nil {
		return nil, err
	}
	for _, key := range ownUserKeys { // of users who come from elsewhere
		if !own || (key != "emailVerified" && key != "mobilePhoneVerified") {
			delete(row, key)
		}
	}
	row["objectId"], row["username"] = u.ID, u.Username
	row["createdAt"], row["updatedAt"] = isoDate(u.CreatedAt), isoDate(u.UpdatedAt)
	if own {
		row["sessionToken"] = u.SessionToken
		for _, key := range []string{"emailVerified", "mobilePhoneVerified"} {
			row[key] = row[key] == true
		}
		if u.Email != "" {
			row["email"] = u.Email
		}
		if u.Mobile != "" {
			row["mobilePhoneNumber"] = u.Mobile
		}
	}
	return row, nil
}
