package deploy

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilvalidation "k8s.io/apimachinery/pkg/util/validation"
)

const manifestPath = "deploy/kubernetes/imserver.yaml"

// manifests is what the file defines.
type manifests struct {
	settings   *core.ConfigMap
	deployment *apps.Deployment
	budget     *policy.PodDisruptionBudget
	service    *core.Service
	ingress    *networking.Ingress
	network    *networking.NetworkPolicy
}

// kubernetes reads the file as an API server does that is told to be strict: a field that
// is unknown, of another type or there twice is an error.
func kubernetes(t *testing.T) (m manifests) {
	t.Helper()
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{apps.AddToScheme, core.AddToScheme, networking.AddToScheme, policy.AddToScheme} {
		require.NoError(t, add(scheme))
	}
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	for document := range strings.SplitSeq(read(t, manifestPath), "\n---\n") {
		object, _, err := decoder.Decode([]byte(document), nil, nil)
		require.NoError(t, err)
		switch o := object.(type) {
		case *core.ConfigMap:
			m.settings = o
		case *apps.Deployment:
			m.deployment = o
		case *policy.PodDisruptionBudget:
			m.budget = o
		case *core.Service:
			m.service = o
		case *networking.Ingress:
			m.ingress = o
		case *networking.NetworkPolicy:
			m.network = o
		default:
			t.Fatalf("what is a %T for?", o)
		}
		name := object.(interface{ GetName() string }).GetName()
		assert.Empty(t, validation.NameIsDNSSubdomain(name, false), name)
	}
	return m
}

func (m manifests) container(t *testing.T) core.Container {
	t.Helper()
	require.Len(t, m.deployment.Spec.Template.Spec.Containers, 1)
	return m.deployment.Spec.Template.Spec.Containers[0]
}

func TestStrictnessFindsMistakes(t *testing.T) {
	scheme := runtime.NewScheme()
	require.NoError(t, core.AddToScheme(scheme))
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	_, _, err := decoder.Decode([]byte("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selectors: {a: b}}\n"), nil, nil)
	assert.ErrorContains(t, err, "selectors")
}

func TestManifestsAgree(t *testing.T) {
	m := kubernetes(t)
	labels := m.deployment.Spec.Template.Labels
	for _, selector := range []map[string]string{
		m.deployment.Spec.Selector.MatchLabels, m.service.Spec.Selector, m.budget.Spec.Selector.MatchLabels, m.network.Spec.PodSelector.MatchLabels,
		m.deployment.Spec.Template.Spec.TopologySpreadConstraints[0].LabelSelector.MatchLabels,
	} {
		require.NotEmpty(t, selector)
		for key, value := range selector {
			assert.Equal(t, value, labels[key])
			assert.Empty(t, utilvalidation.IsQualifiedName(key))
		}
	}

	c := m.container(t)
	ports := map[string]int32{}
	for _, p := range c.Ports {
		ports[p.Name] = p.ContainerPort
	}
	for _, listens := range []struct{ variable, port string }{{"IMSERVER_LISTEN", "http"}, {"IMSERVER_ADMIN_LISTEN", "admin"}} {
		i := slices.IndexFunc(c.Env, func(e core.EnvVar) bool { return e.Name == listens.variable })
		require.GreaterOrEqual(t, i, 0)
		assert.Regexp(t, regexp.MustCompile(`^0\.0\.0\.0:\d+$`), c.Env[i].Value)
		assert.Equal(t, c.Env[i].Value, fmt.Sprint("0.0.0.0:", ports[listens.port]))
	}
	require.Len(t, m.service.Spec.Ports, 1, "operators' pages are not in the service")
	assert.Equal(t, "http", m.service.Spec.Ports[0].TargetPort.String())
	backend := m.ingress.Spec.Rules[0].HTTP.Paths[0].Backend.Service
	assert.Equal(t, m.service.Name, backend.Name)
	assert.Equal(t, m.service.Spec.Ports[0].Name, backend.Port.Name)
	for _, rule := range m.network.Spec.Ingress {
		assert.Contains(t, ports, rule.Ports[0].Port.String())
	}
	assert.NotEmpty(t, m.network.Spec.Ingress[1].From, "the operators' port is not for all")

	public, err := url.Parse(m.settings.Data["IMSERVER_PUBLIC_URL"])
	require.NoError(t, err)
	assert.Equal(t, m.ingress.Spec.Rules[0].Host, public.Host)
	assert.Equal(t, []string{public.Host}, m.ingress.Spec.TLS[0].Hosts)
	assert.Equal(t, "https", public.Scheme)
	assert.Equal(t, m.settings.Name, c.EnvFrom[0].ConfigMapRef.Name)
}

// The settings exist, and what is secret is named and not told.
func TestSettingsAndSecrets(t *testing.T) {
	m := kubernetes(t)
	c := m.container(t)
	known := read(t, "docs/settings.md")
	plain := []string{}
	for name := range m.settings.Data {
		plain = append(plain, name)
	}
	keys := regexp.MustCompile(`--from-literal=([a-z-]+)=`).FindAllStringSubmatch(read(t, manifestPath), -1)
	told := []string{}
	for _, key := range keys {
		told = append(told, key[1])
	}
	used := []string{}
	for _, e := range c.Env {
		if strings.HasPrefix(e.Name, "IMSERVER_") {
			assert.True(t, strings.Contains(known, "`"+e.Name+"`"), e.Name)
		}
		if e.ValueFrom == nil {
			plain = append(plain, e.Name)
			continue
		}
		ref := e.ValueFrom.SecretKeyRef
		require.NotNil(t, ref, e.Name)
		assert.Equal(t, m.deployment.Name, ref.Name)
		used = append(used, ref.Key)
	}
	assert.ElementsMatch(t, told, used, "the command at the head of the file makes the secret that is used")
	for _, name := range plain {
		if strings.HasPrefix(name, "IMSERVER_") {
			assert.True(t, strings.Contains(known, "`"+name+"`"), name)
		}
		assert.NotContains(t, []string{"IMSERVER_STORE", "IMSERVER_BUS", "IMSERVER_APPS"}, name)
		assert.False(t, strings.Contains(known, "`"+name+"_FILE`"), "%s is secret", name)
	}
}

func TestPodsGoInOrder(t *testing.T) {
	m := kubernetes(t)
	pod, c := m.deployment.Spec.Template.Spec, m.container(t)
	assert.Equal(t, "/readyz", c.ReadinessProbe.HTTPGet.Path)
	assert.Nil(t, c.LivenessProbe.HTTPGet, "a database that is away is no reason to start anew")
	for _, probe := range []*core.Probe{c.StartupProbe, c.ReadinessProbe} {
		assert.Equal(t, "http", probe.HTTPGet.Port.String())
	}
	update := m.deployment.Spec.Strategy.RollingUpdate
	assert.Equal(t, "0", update.MaxUnavailable.String(), "no node less than wanted")
	assert.Greater(t, *m.deployment.Spec.Replicas, int32(1))
	assert.Less(t, m.budget.Spec.MaxUnavailable.IntVal, *m.deployment.Spec.Replicas)

	assert.True(t, *pod.SecurityContext.RunAsNonRoot)
	assert.EqualValues(t, 65532, *pod.SecurityContext.RunAsUser)
	assert.Contains(t, read(t, "deploy/Dockerfile"), "USER 65532:65532")
	assert.True(t, *c.SecurityContext.ReadOnlyRootFilesystem)
	assert.False(t, *pod.AutomountServiceAccountToken)
	require.Len(t, c.VolumeMounts, 1)
	assert.Equal(t, pod.Volumes[0].Name, c.VolumeMounts[0].Name)
	i := slices.IndexFunc(c.Env, func(e core.EnvVar) bool { return e.Name == "IMSERVER_DATA" })
	assert.Equal(t, c.Env[i].Value, c.VolumeMounts[0].MountPath)
}
