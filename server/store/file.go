package store

// FileState is how far a file has come.
type FileState int

// The states of a file.
const (
	// FilePending files have been announced; their content may not be there yet.
	FilePending FileState = 0
	// FileUploaded files have their content.
	FileUploaded FileState = 1
	// FileConfirmed files are also known by their owner to be complete.
	FileConfirmed FileState = 2
)

// File is what is known of a file; its content is elsewhere.
type File struct {
	App   string
	ID    string
	State FileState
	Name  string
	// Type is the media type.
	Type string
	// URL is where clients find the content.
	URL string
	// Blob is the key of the content where the server keeps it, empty for content
	// that is somewhere else.
	Blob string
	// Size is in bytes; 0 while it is not known.
	Size int64
	// MetaData is a JSON object of the client's.
	MetaData string
	// Attributes is a JSON object with the columns of a file that came from elsewhere;
	// empty for none.
	Attributes string
	CreatedAt  int64
	UpdatedAt  int64
}
