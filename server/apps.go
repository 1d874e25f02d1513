package server

import (
	"errors"
	"fmt"
)

// app finds an app that is served, nil when there is none with that id.
func (s *Server) app(id string) *app { return (*s.apps.Load())[id] }

// configureApps serves the apps that the options give.
func (s *Server) configureApps() error {
	apps := make(map[string]*app)
	for _, a := range s.options.Apps {
		if a.ID == "" {
			return errors.New("server: an app needs an id")
		}
		if apps[a.ID] != nil {
			return fmt.Errorf("server: app %q is there twice", a.ID)
		}
		apps[a.ID] = &app{App: a, hub: newHub()}
	}
	s.apps.Store(&apps)
	return nil
}
