// Package godebug takes the place of internal/godebug in imclient.wasm, where no
// environment sets GODEBUG and nobody reads the runtime's metrics: with its watch
// on the one and its counts for the other it would be 20 KB of the download
// (Makefile, OVERLAY). Every setting has its default.
package godebug

// Setting is a setting of $GODEBUG.
type Setting struct{ name string }

// New gives a setting. A name with a # in front is an undocumented one.
func New(name string) *Setting { return &Setting{name} }

// Name is the setting's name.
func (s *Setting) Name() string {
	if s.Undocumented() {
		return s.name[1:]
	}
	return s.name
}

// Undocumented tells whether the name had a # in front.
func (s *Setting) Undocumented() bool { return s.name != "" && s.name[0] == '#' }

// String is the setting as $GODEBUG would have it.
func (s *Setting) String() string { return s.Name() + "=" + s.Value() }

// Value is what the setting is set to: nothing.
func (s *Setting) Value() string { return "" }

// IncNonDefault would count a use of what is not the default.
func (s *Setting) IncNonDefault() {}
