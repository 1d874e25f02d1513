package server

import (
	"context"
	"errors"
	"fmt"

	"imclient/server/bus"
	"imclient/server/store"
)

// app finds an app that is served, nil when there is none with that id.
func (s *Server) app(id string) *app { return (*s.apps.Load())[id] }

// checkApps finds mistakes in the apps that the options give.
func (s *Server) checkApps() error {
	seen := make(map[string]bool)
	for _, a := range s.options.Apps {
		if a.ID == "" {
			return errors.New("server: an app needs an id")
		}
		if seen[a.ID] {
			return fmt.Errorf("server: app %q is there twice", a.ID)
		}
		seen[a.ID] = true
		if err := checkKeys(a.Key, a.MasterKey, a.PreviousMasterKey); err != nil {
			return fmt.Errorf("server: app %q: %w", a.ID, err)
		}
	}
	return nil
}

// loadApps serves the apps that the options give and those that the store knows;
// where both have one, the options' counts. Without either it serves DevelopmentApp.
// Who is online stays online, apart from the clients of apps that are not served any
// more.
func (s *Server) loadApps(ctx context.Context) error {
	s.loading.Lock()
	defer s.loading.Unlock()
	var stored []store.App
	err := s.store.View(ctx, func(v store.Reader) (err error) {
		stored, err = v.Apps()
		return err
	})
	if err != nil {
		return fmt.Errorf("server: apps: %w", err)
	}
	given := s.options.Apps
	if s.onlyDevelopment && len(stored) > 0 {
		given = nil
	}
	old := s.apps.Load()
	apps := make(map[string]*app)
	serve := func(a App, previousUntil int64) {
		apps[a.ID] = &app{App: a, previousUntil: previousUntil}
		if old != nil && (*old)[a.ID] != nil {
			apps[a.ID].hub = (*old)[a.ID].hub
			return
		}
		apps[a.ID].hub = newHub()
	}
	for _, a := range given {
		serve(a, 0)
	}
	for _, a := range stored {
		if apps[a.ID] != nil {
			s.log.Warn("an app is configured and in the store; the configuration counts", "app", a.ID)
			continue
		}
		if checkKeys(a.Key, a.MasterKey, a.PreviousMasterKey) != nil {
			s.log.Error("clients of an app have its master key; give it another one (imserver admin apps rotate)", "app", a.ID)
		}
		if !a.Disabled {
			rules := s.options.Rules
			rules.ID, rules.Key, rules.MasterKey, rules.PreviousMasterKey = a.ID, a.Key, a.MasterKey, a.PreviousMasterKey
			serve(rules, a.PreviousUntil)
		}
	}
	s.apps.Store(&apps)
	if old != nil {
		for id, a := range *old {
			if apps[id] == nil {
				a.shut()
			}
		}
	}
	return nil
}

// shut ends the connections of an app that is not served any more.
func (a *app) shut() {
	for _, s := range a.hub.everybody() {
		s.closeWith(AppNotAvailable, AppNotAvailable.String())
		s.conn.finish(AppNotAvailable, AppNotAvailable.String())
	}
}

// isConfigured says whether an app comes from the options, which cannot be changed
// while the server runs.
func (s *Server) isConfigured(id string) bool {
	for _, a := range s.options.Apps {
		if a.ID == id && !s.onlyDevelopment {
			return true
		}
	}
	return false
}

// changeApps changes the apps of the store and serves what is there then, on all
// nodes.
func (s *Server) changeApps(ctx context.Context, change func(tx store.Tx) error) error {
	if err := s.updateAndWait(ctx, change, func() {}); err != nil {
		return err
	}
	s.publish(bus.Event{AppsChangedBy: s.node})
	return s.loadApps(ctx)
}

// appsChanged is told by the bus that another node has changed an app.
func (s *Server) appsChanged(by string) {
	if by == s.node {
		return
	}
	go func() {
		if err := s.loadApps(context.Background()); err != nil {
			s.log.Error("apps not loaded", "error", err)
		}
	}()
}

// ServesDevelopmentApp says whether the server serves the app whose keys everybody
// knows, for want of others.
func (s *Server) ServesDevelopmentApp() bool {
	return s.onlyDevelopment && s.app(DevelopmentApp.ID) != nil
}
