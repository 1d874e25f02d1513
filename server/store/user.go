package store

// User is one who signed up with the app.
type User struct {
	App      string
	ID       string
	Username string
	// Email and Mobile may be empty, and are nobody else's otherwise.
	Email  string
	Mobile string
	// Salt and Password are what is kept of the password.
	Salt     string
	Password string
	// SessionToken proves that its bearer is the user.
	SessionToken string
	// Attributes is a JSON object with what else is known of the user.
	Attributes string
	CreatedAt  int64
	UpdatedAt  int64
}
