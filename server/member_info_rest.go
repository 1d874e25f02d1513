package server

import (
	"encoding/json"
	"errors"
	"net/http"

	"imclient/server/store"
)

// memberInfoCreate gives a member a role. One that is set already is changed, and
// keeps its record.
func (c *restCall) memberInfoCreate() (any, error) { return c.setMemberInfo(c.path("id")) }

// memberInfoClassCreate is the same in the storage service's terms.
func (c *restCall) memberInfoClassCreate() (any, error) {
	answer, err := c.setMemberInfo("")
	if err != nil {
		return nil, err
	}
	return created{answer}, nil
}

type memberInfoBody struct {
	CID    string `json:"cid"`
	Client string `json:"clientId"`
	Role   string `json:"role"`
}

func (c *restCall) setMemberInfo(id string) (any, error) {
	var body memberInfoBody
	if err := c.body(&body); err != nil {
		return nil, err
	}
	if id == "" {
		id = body.CID
	}
	return c.changeRole(id, func(store.Tx) (string, error) { return body.Client, nil }, body.Role)
}

// changeRole sets a role and answers with its record. client finds whose.
func (c *restCall) changeRole(id string, client func(store.Tx) (string, error), text string) (any, error) {
	if c.app.NoRoles {
		return nil, refuse(ConversationMemberInfoFeatureDisabled)
	}
	role, err := parseRole(text)
	if err != nil {
		return nil, err
	}
	by := c.caller()
	var record string
	row, err := c.change(id, func(tx store.Tx, row *store.Conversation) (e effects, err error) {
		whose, err := client(tx)
		if err != nil {
			return e, err
		}
		if _, err := by.targets([]string{whose}); err != nil {
			return e, err
		}
		if err := by.maySetRole(tx, row, whose); err != nil {
			return e, err
		}
		if e.notices, err = by.setRole(tx, row, whose, role); err != nil {
			return e, err
		}
		record, err = recordOf(tx, row, whose, role)
		return e, err
	}, nil)
	if err != nil {
		return nil, err
	}
	return map[string]any{"objectId": record, "updatedAt": isoDate(row.UpdatedAt)}, nil
}

// recordOf is the id of the record of a role; one that is set to what it was
// without a record has none yet.
func recordOf(tx store.Tx, c *store.Conversation, client string, role store.Role) (string, error) {
	for range 2 {
		roles, err := tx.Roles(c.App, c.ID, client, "", 0, 1)
		if err != nil {
			return "", err
		}
		if len(roles) > 0 {
			return roles[0].ID, nil
		}
		if err := tx.SetRole(c.App, c.ID, client, role, newConversationID()); err != nil {
			return "", err
		}
	}
	return "", errors.New("a role was not set")
}

// record finds the conversation of the record {info}.
func (c *restCall) record(v store.Reader) (id string, m store.MemberRole, err error) {
	id, m, err = v.RoleByID(c.app.ID, c.path("info"))
	if at := c.path("id"); err == nil && at != "" && at != id {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		err = refuseRESTf(http.StatusNotFound, codeObjectNotFound, "no member info %q", c.path("info"))
	}
	return id, m, err
}

// recordPlace is record before the transaction: a record never moves.
func (c *restCall) recordPlace() (id string, m store.MemberRole, err error) {
	err = c.read(func(v store.Reader) error {
		id, m, err = c.record(v)
		return err
	})
	return id, m, err
}

// memberInfoChange changes a role by its record.
func (c *restCall) memberInfoChange() (any, error) {
	var body memberInfoBody
	if err := c.body(&body); err != nil {
		return nil, err
	}
	id, _, err := c.recordPlace()
	if err != nil {
		return nil, err
	}
	return c.changeRole(id, func(tx store.Tx) (string, error) {
		_, m, err := c.record(tx)
		if err == nil && body.Client != "" && body.Client != m.Client {
			err = refusef(ConversationAPIFailed, "a record stays with its client")
		}
		return m.Client, err
	}, body.Role)
}

// memberInfoDelete removes a record: the client is a plain member again.
func (c *restCall) memberInfoDelete() (any, error) {
	if c.app.NoRoles {
		return nil, refuse(ConversationMemberInfoFeatureDisabled)
	}
	id, _, err := c.recordPlace()
	if err != nil {
		return nil, err
	}
	_, err = c.change(id, func(tx store.Tx, row *store.Conversation) (e effects, err error) {
		_, m, err := c.record(tx)
		if err != nil {
			return e, err
		}
		if e.notices, err = c.caller().setRole(tx, row, m.Client, store.Member); err == nil {
			err = tx.ClearRole(row.App, row.ID, m.Client)
		}
		return e, err
	}, nil)
	return nothing(err)
}

// memberInfoGet answers with one record.
func (c *restCall) memberInfoGet() (any, error) {
	id, m, err := c.recordPlace()
	if err != nil {
		return nil, err
	}
	return memberInfoRow(id, m), nil
}

func memberInfoRow(id string, m store.MemberRole) map[string]any {
	return map[string]any{"objectId": m.ID, "cid": id, "clientId": m.Client, "role": m.Role}
}

// memberInfoList lists the records of a conversation, all or those of one role.
func (c *restCall) memberInfoList() (any, error) {
	return c.listMemberInfos(c.path("id"), "", c.query("role"))
}

// memberInfos is memberInfoList as SDKs ask, with the session token of the client
// client_id, and as back ends do with the master key.
func (c *restCall) memberInfos() (any, error) {
	if token := c.r.Header.Get("X-LC-IM-Session-Token"); !c.master || token != "" {
		if err := c.requireClient(token); err != nil {
			return nil, err
		}
	}
	where := struct{ CID, ClientID, Role string }{}
	if err := json.Unmarshal([]byte(c.query("where")), &where); err != nil || where.CID == "" {
		return nil, refuseRESTf(http.StatusBadRequest, http.StatusBadRequest, `where has to be {"cid": "..."}`)
	}
	return c.listMemberInfos(where.CID, where.ClientID, where.Role)
}

// How many records one answer lists.
const (
	defaultMemberInfos = 100
	maxMemberInfos     = 1000
)

func (c *restCall) listMemberInfos(id, client, role string) (any, error) {
	limit, err := c.queryLimit(defaultMemberInfos, maxMemberInfos)
	if err != nil {
		return nil, err
	}
	skip, err := c.queryNumber("skip", 0)
	if err != nil {
		return nil, err
	}
	results := []map[string]any{}
	err = c.read(func(v store.Reader) error {
		if c.kind != 0 {
			if _, err := c.caller().loadConversation(v, id); err != nil {
				return err
			}
		}
		roles, err := v.Roles(c.app.ID, id, client, store.Role(role), int(skip), limit)
		for _, m := range roles {
			results = append(results, memberInfoRow(id, m))
		}
		return err
	})
	return map[string]any{"results": results}, err
}
