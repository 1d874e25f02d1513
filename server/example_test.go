package server_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"imclient/server"
)

// A server inside another program: mount Handler, call Shutdown in the end.
func Example() {
	s, err := server.New(server.Options{
		Apps: []server.App{{ID: "my-app", Key: "my-key", MasterKey: "my-master-key"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Shutdown(context.Background())
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	fmt.Println("ready")
	// Output: ready
}
