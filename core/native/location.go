package native

// LocationMessage is a typed message of a place (docs/protocol.md, Messages).
type LocationMessage struct {
	Text       string
	Attributes map[string]any
	Latitude   float64 // degrees, -90 to 90
	Longitude  float64 // degrees, -180 to 180
}

// Message makes a message to send of m. It fails when the place is not on
// earth, and when the attributes cannot be written as JSON.
func (m LocationMessage) Message() (Outgoing, error) {
	if !(m.Latitude >= -90 && m.Latitude <= 90 && m.Longitude >= -180 && m.Longitude <= 180) {
		return Outgoing{}, &ArgumentError{Message: "not a latitude and a longitude"}
	}
	return encode(map[string]any{
		"_lctype": TypeLocation, "_lctext": m.Text, "_lcattrs": m.Attributes,
		"_lcloc": map[string]any{"latitude": m.Latitude, "longitude": m.Longitude},
	})
}

// LocationOf is the place of a message with one. Of any other message it is
// false.
func LocationOf(m *Message) (LocationMessage, bool) {
	var content struct {
		Typed
		Location *struct {
			Latitude  *float64 `json:"latitude"`
			Longitude *float64 `json:"longitude"`
		} `json:"_lcloc"`
	}
	if !decode(m, &content) || content.Type != TypeLocation {
		return LocationMessage{}, false
	}
	place := content.Location
	if place == nil || place.Latitude == nil || place.Longitude == nil {
		return LocationMessage{}, false
	}
	return LocationMessage{
		Text: content.Text, Attributes: content.Attributes,
		Latitude: *place.Latitude, Longitude: *place.Longitude,
	}, true
}
