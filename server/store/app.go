package store

// App is an application that was added while the server ran. What is configured
// instead is not in the store.
type App struct {
	ID        string
	Key       string
	MasterKey string
	// PreviousMasterKey is good beside MasterKey until PreviousUntil. Empty: there is none.
	PreviousMasterKey string
	PreviousUntil     int64
	// Disabled apps are not served.
	Disabled  bool
	CreatedAt int64
	UpdatedAt int64
}
