package pull

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// StateFile is the name of the file with what has been fetched.
const StateFile = "pull-state.json"

// state is how far pulls have come.
type state struct {
	URL string `json:"url"`
	App string `json:"app"`
	// Run counts pulls, from 1; it is in the names of the files that they write.
	Run   int              `json:"run"`
	Steps map[string]*step `json:"steps"`
}

// step is one of the things that a pull fetches.
type step struct {
	Done bool `json:"done"` // in this run
	// Cursor is where to go on: what that is the step knows.
	Cursor string `json:"cursor,omitempty"`
	// Size is how much of this run's file counts.
	Size int64 `json:"size"`
	Rows int64 `json:"rows"`
	// Mark is up to where earlier runs have fetched everything, Top up to where this
	// one will have, in milliseconds.
	Mark int64 `json:"mark,omitempty"`
	Top  int64 `json:"top,omitempty"`
	// Missing says why there is nothing to fetch.
	Missing string `json:"missing,omitempty"`
}

// loadState returns nil where there is none.
func loadState(dir string) (*state, error) {
	text, err := os.ReadFile(filepath.Join(dir, StateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := &state{}
	if err := json.Unmarshal(text, s); err != nil || s.Steps == nil {
		return nil, fmt.Errorf("%s is damaged: %w", filepath.Join(dir, StateFile), err)
	}
	return s, nil
}

// save replaces the state as a whole.
func (s *state) save(dir string) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, StateFile)
	f, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// next begins another run, when all that is wanted of the last one is done.
func (s *state) next(skip []string) {
	for _, name := range Steps {
		if step := s.Steps[name]; !slices.Contains(skip, name) && (step == nil || !step.Done) {
			return
		}
	}
	s.Run++
	for _, step := range s.Steps {
		*step = step.again()
	}
}

func (s *step) again() step { return step{Mark: max(s.Mark, s.Top)} }
