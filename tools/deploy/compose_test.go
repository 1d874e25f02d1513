package deploy

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = "../.."

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, path))
	require.NoError(t, err)
	return string(content)
}

// filledIn is what an operator writes into .env.
var filledIn = types.Mapping{"PUBLIC_URL": "https://im.example.org", "IMSERVER_APPS": "shop,k,m", "POSTGRES_PASSWORD": "p4ss", "NATS_PASSWORD": "w0rd"}

// compose reads the file as Docker Compose does: against the schema, with all that it
// refers to.
func compose(t *testing.T, environment types.Mapping) (*types.Project, error) {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join(root, "deploy/compose"))
	require.NoError(t, err)
	return loader.LoadWithContext(t.Context(), types.ConfigDetails{
		WorkingDir:  dir,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(dir, "compose.yaml")}},
		Environment: environment,
	}, func(o *loader.Options) { o.SetProjectName("imserver", false) })
}

func project(t *testing.T) *types.Project {
	t.Helper()
	p, err := compose(t, filledIn)
	require.NoError(t, err)
	return p
}

func TestNothingStartsWithoutSecrets(t *testing.T) {
	var names []string
	for _, line := range regexp.MustCompile(`(?m)^([A-Z_]+)=(.*)$`).FindAllStringSubmatch(read(t, "deploy/compose/env.example"), -1) {
		names = append(names, line[1])
		assert.Empty(t, line[2], "no secrets in files")
	}
	for name := range filledIn {
		assert.Contains(t, names, name)
		without := types.Mapping{}
		for other, value := range filledIn {
			if other != name {
				without[other] = value
			}
		}
		_, err := compose(t, without)
		assert.ErrorContains(t, err, name)
	}
	assert.Len(t, names, len(filledIn), "what is in env.example is used")
	assert.Contains(t, read(t, ".gitignore"), "/deploy/compose/.env\n")
}

// hosts and ports, users and databases are written in several places of the file.
func TestServicesFindEachOther(t *testing.T) {
	p := project(t)
	balancer, postgres, nats := p.Services["balancer"], p.Services["postgres"], p.Services["nats"]
	nodes := strings.Fields(*balancer.Environment["NODES"])
	require.Len(t, nodes, 2)
	for _, address := range nodes {
		host, port, err := net.SplitHostPort(address)
		require.NoError(t, err)
		node, ok := p.Services[host]
		require.True(t, ok, host)
		assert.True(t, together(balancer, node))
		_, listens, err := net.SplitHostPort(*node.Environment["IMSERVER_LISTEN"])
		require.NoError(t, err)
		assert.Equal(t, listens, port)
		assert.Contains(t, node.Expose, port)
		assert.Contains(t, read(t, "deploy/Dockerfile"), "EXPOSE "+port+"\n")
		assert.Empty(t, node.Ports, "clients come through the load balancer")

		store, err := url.Parse(*node.Environment["IMSERVER_STORE"])
		require.NoError(t, err)
		assert.Equal(t, "postgres:5432", store.Host)
		assert.True(t, together(node, postgres))
		password, _ := store.User.Password()
		assert.Equal(t, *postgres.Environment["POSTGRES_USER"], store.User.Username())
		assert.Equal(t, *postgres.Environment["POSTGRES_PASSWORD"], password)
		assert.Equal(t, "/"+*postgres.Environment["POSTGRES_DB"], store.Path)

		bus, err := url.Parse(*node.Environment["IMSERVER_BUS"])
		require.NoError(t, err)
		assert.Equal(t, "nats", bus.Hostname())
		assert.True(t, together(node, nats))
		assert.Equal(t, bus.Port(), after(nats.Command, "--port"))
		assert.Equal(t, bus.User.Username(), after(nats.Command, "--user"))
		password, _ = bus.User.Password()
		assert.Equal(t, password, after(nats.Command, "--pass"))

		assert.Equal(t, []string{"nats", "postgres"}, slices.Sorted(slices.Values(node.GetDependencies())))
		assert.Equal(t, *balancer.Environment["PUBLIC_URL"], *node.Environment["IMSERVER_PUBLIC_URL"])
	}
	assert.Equal(t, p.Services["node1"].Environment, p.Services["node2"].Environment, "nodes are alike")
	assert.False(t, together(balancer, postgres), "the outside is not next to the database")
	assert.True(t, bool(p.Networks["back"].Internal))
}

// Only the load balancer is believed what it says about clients.
func TestTheBalancerIsTrusted(t *testing.T) {
	p := project(t)
	address := netip.MustParseAddr(p.Services["balancer"].Networks["front"].Ipv4Address)
	subnet := netip.MustParsePrefix(p.Networks["front"].Ipam.Config[0].Subnet)
	assert.True(t, subnet.Contains(address))
	assert.NotEqual(t, subnet.Addr().Next(), address, "that is the gateway's")
	trusted := netip.MustParsePrefix(*p.Services["node1"].Environment["IMSERVER_TRUSTED_PROXIES"])
	assert.Equal(t, netip.PrefixFrom(address, 32), trusted)
}

// What the image lets its user write is what the services mount.
func TestVolumes(t *testing.T) {
	p := project(t)
	dockerfile := read(t, "deploy/Dockerfile")
	for name, service := range p.Services {
		for _, v := range service.Volumes {
			if v.Type == types.VolumeTypeVolume {
				assert.Contains(t, p.Volumes, v.Source, name)
			} else {
				assert.FileExists(t, v.Source, name)
			}
		}
		if service.Build != nil {
			_, err := os.Stat(filepath.Join(service.Build.Context, service.Build.Dockerfile))
			assert.NoError(t, err)
			assert.True(t, service.ReadOnly)
			assert.Equal(t, "/data/files", service.Volumes[0].Target)
		}
	}
	assert.Contains(t, dockerfile, "mkdir -p /data/files ")
	assert.Contains(t, dockerfile, "--chown=65532:65532 --chmod=0700 /data /data")
}

func together(a, b types.ServiceConfig) bool {
	for name := range a.Networks {
		if _, ok := b.Networks[name]; ok {
			return true
		}
	}
	return false
}

// after is the word after a flag.
func after(command []string, flag string) string {
	if n := slices.Index(command, flag); n >= 0 && n+1 < len(command) {
		return command[n+1]
	}
	return ""
}
