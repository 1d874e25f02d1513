package record

// Kind says what a record is and what its id names.
type Kind uint32

// Kinds of records, Go to JavaScript.
const (
	Dial         Kind = 1  // id: socket; JSON {url, protocol}
	Send         Kind = 2  // id: socket; one binary message
	SendText     Kind = 3  // id: socket; one text message
	Hangup       Kind = 4  // id: socket; JSON {code, reason}
	Timer        Kind = 5  // id: timer; float64 milliseconds
	StopTimer    Kind = 6  // id: timer
	Fetch        Kind = 7  // id: request; JSON {method, url, headers, body}
	StopFetch    Kind = 8  // id: request
	Result       Kind = 9  // id: call; JSON
	Error        Kind = 10 // id: call; JSON
	Event        Kind = 11 // id: realtime or client; JSON [name, payload]
	Message      Kind = 12 // id: conversation; binary, see Received
	Conversation Kind = 13 // id: conversation; JSON
	Ask          Kind = 14 // id: question; JSON
	Log          Kind = 15 // id: level; text
	Sent         Kind = 16 // id: call; float64 timestamp, text
	Fatal        Kind = 17 // id: 0; text
	Count        Kind = 18 // id: client; conversation, unread messages, 1 when one mentions the client
)
