package main

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"imclient/cmd/imserver/internal/config"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// service is what the tests need of a service of the compose file. That the file as a
// whole is good is tested with Docker Compose's own library (tools/deploy).
type service struct {
	Environment map[string]string `yaml:"environment"`
	Command     []string          `yaml:"command"`
	Stop        string            `yaml:"stop_grace_period"`
}

// services reads the compose file with those values of .env.
func services(t *testing.T, values map[string]string) map[string]service {
	t.Helper()
	content, err := os.ReadFile("../../deploy/compose/compose.yaml")
	require.NoError(t, err)
	text := regexp.MustCompile(`\$\{(\w+):\?\}`).ReplaceAllStringFunc(string(content), func(s string) string {
		value, ok := values[strings.Trim(s, "${}:?")]
		require.True(t, ok, s)
		return value
	})
	var file struct {
		Services map[string]service `yaml:"services"`
	}
	require.NoError(t, yaml.Unmarshal([]byte(text), &file))
	return file.Services
}

// The nodes of each topology take their settings, and have the time to go in order.
func TestSettingsOfTopologies(t *testing.T) {
	values := map[string]string{"PUBLIC_URL": "https://im.example.org", "IMSERVER_APPS": "shop,k,m", "POSTGRES_PASSWORD": "p", "NATS_PASSWORD": "n"}
	node := services(t, values)["node1"]
	compose := loadEnvironment(t, node.Environment)
	assert.NotEmpty(t, compose.Store)
	assert.NotEmpty(t, compose.NATS.URL)
	stop, err := time.ParseDuration(node.Stop)
	require.NoError(t, err)
	assert.Greater(t, stop, timeToGo(compose.Drain))
	assert.Greater(t, compose.Drain.Delay, 3*time.Second, "health_interval and health_timeout of the Caddyfile")

	environment, grace := deployment(t)
	kubernetes := loadEnvironment(t, environment)
	assert.NotEmpty(t, kubernetes.Store)
	assert.NotEmpty(t, kubernetes.Files.Bucket)
	assert.Greater(t, grace, timeToGo(kubernetes.Drain))
	assert.Greater(t, kubernetes.Drain.Delay, 2*2*time.Second, "the readinessProbe has failed twice")
}

// timeToGo is the longest that serve takes from the signal to its end.
func timeToGo(d config.Drain) time.Duration {
	return d.Delay + d.Window + 2*d.Grace + 2*closeTime
}

// loadEnvironment is the configuration that these variables make, all of which are
// settings.
func loadEnvironment(t *testing.T, environment map[string]string) *config.Config {
	t.Helper()
	var list []string
	for name, value := range environment {
		list = append(list, name+"="+value)
		if name != "IMSERVER_APPS" && strings.HasPrefix(name, "IMSERVER_") {
			assert.Contains(t, variables(), name, "a variable that nobody reads")
		}
	}
	c, _, err := config.Load("imserver serve", "", nil, list, io.Discard)
	require.NoError(t, err)
	require.Len(t, c.Options.Apps, 1)
	return c
}

// deployment returns the variables of the pods, with something for the secrets, and how
// long they have to go.
func deployment(t *testing.T) (environment map[string]string, grace time.Duration) {
	t.Helper()
	content, err := os.ReadFile("../../deploy/kubernetes/imserver.yaml")
	require.NoError(t, err)
	secrets := map[string]string{"store": "postgres://u:p@host/imserver", "bus": "nats://u:p@host:4222", "apps": "shop,k,m",
		"files-access-key": "a", "files-secret-key": "b"}
	environment = map[string]string{}
	files := yaml.NewDecoder(bytes.NewReader(content))
	for {
		var o struct {
			Kind string
			Data map[string]string
			Spec struct {
				Template struct {
					Spec struct {
						Grace      int `yaml:"terminationGracePeriodSeconds"`
						Containers []struct {
							Args []string
							Env  []struct {
								Name, Value string
								ValueFrom   struct {
									SecretKeyRef struct{ Key string } `yaml:"secretKeyRef"`
								} `yaml:"valueFrom"`
							}
						}
					}
				}
			}
		}
		err := files.Decode(&o)
		if err == io.EOF {
			return environment, grace
		}
		require.NoError(t, err)
		switch o.Kind {
		case "ConfigMap":
			for name, value := range o.Data {
				environment[name] = value
			}
		case "Deployment":
			pod := o.Spec.Template.Spec
			grace = time.Duration(pod.Grace) * time.Second
			require.Len(t, pod.Containers, 1)
			assert.Contains(t, commandNames(), pod.Containers[0].Args[0])
			for _, e := range pod.Containers[0].Env {
				environment[e.Name] = e.Value
				if key := e.ValueFrom.SecretKeyRef.Key; key != "" {
					assert.Contains(t, secrets, key)
					environment[e.Name] = secrets[key]
				}
			}
		}
	}
}
