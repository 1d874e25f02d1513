package exporter

import (
	"encoding/json"
	"time"

	"imclient/server/store"
)

func isoDate(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z") }

// columns reads a JSON object of columns; their values stay as they are.
func columns(text string) (map[string]any, error) {
	var raw map[string]json.RawMessage
	row := map[string]any{}
	if text == "" {
		return row, nil
	}
	err := json.Unmarshal([]byte(text), &raw)
	for key, value := range raw {
		row[key] = value
	}
	return row, err
}

func userRow(u *store.User) (map[string]any, error) {
	row, err := columns(u.Attributes)
	row["objectId"], row["username"], row["createdAt"], row["updatedAt"] = u.ID, u.Username, isoDate(u.CreatedAt), isoDate(u.UpdatedAt)
	for key, value := range map[string]string{"email": u.Email, "mobilePhoneNumber": u.Mobile, "salt": u.Salt, "password": u.Password,
		"sessionToken": u.SessionToken} {
		if value != "" {
			row[key] = value
		}
	}
	return row, err
}

func fileRow(f *store.File) (map[string]any, error) {
	row, err := columns(f.Attributes)
	row["objectId"], row["url"], row["createdAt"], row["updatedAt"] = f.ID, f.URL, isoDate(f.CreatedAt), isoDate(f.UpdatedAt)
	if f.Name != "" {
		row["name"] = f.Name
	}
	if f.Type != "" {
		row["mime_type"] = f.Type
	}
	if f.MetaData != "" {
		row["metaData"] = json.RawMessage(f.MetaData)
	}
	if f.Blob != "" {
		row["key"] = f.Blob
	}
	return row, err
}

func conversationRow(c *store.ConversationRow) (map[string]any, error) {
	row, err := columns(c.Attributes)
	row["objectId"], row["createdAt"], row["updatedAt"] = c.ID, isoDate(c.CreatedAt), isoDate(c.UpdatedAt)
	if c.Creator != "" {
		row["c"] = c.Creator
	}
	row["tr"] = c.Kind == store.ChatRoom
	if c.Kind == store.System {
		row["sys"] = true
	}
	if c.UniqueID != "" {
		row["unique"], row["uniqueId"] = true, c.UniqueID
	}
	if c.LastTimestamp > 0 {
		row["lm"] = map[string]string{"__type": "Date", "iso": isoDate(c.LastTimestamp)}
	}
	if c.Kind == store.Normal {
		row["m"], row["mu"] = orEmpty(c.Members), orEmpty(c.Muted)
	}
	return row, err
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
