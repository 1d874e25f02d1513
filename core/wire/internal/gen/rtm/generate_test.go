package rtm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire/internal/gen/rtm"
)

func TestGenerate(t *testing.T) {
	source, err := rtm.Generate("x.proto", []byte(`
		syntax = "proto2";
		// Kind is a kind.
		enum PetType { big_dog = 1; }
		// Pet is a pet.
		message Pet {
			optional PetType type = 1 [default = big_dog]; // what it is
			required string name = 3;
			repeated Leg legs = 20;
		}
		message Leg { optional int32 toes = 1; }`))
	require.NoError(t, err)
	for _, want := range []string{
		"// Kind is a kind.\ntype PetType int32",
		"PetBigDog PetType = 1",
		"// Pet is a pet.\ntype Pet struct {",
		"// GetType returns type, or PetBigDog when it is absent.\n// It is what it is.\n//\n//go:noinline\nfunc (m *Pet) GetType() PetType",
		"func (m *Pet) AddLegs(v ...*Leg)",
		"required: 0x2",
		"message: &tableLeg",
	} {
		assert.Contains(t, string(source), want)
	}
}

func TestGenerateRefuses(t *testing.T) {
	for schema, reason := range map[string]string{
		`syntax = "proto3"; message M { string a = 1; }`:                                     "proto2",
		`syntax = "proto2"; message M { repeated int32 a = 1; }`:                             "M.a: repeated int32",
		`syntax = "proto2"; message M { optional double a = 1; }`:                            "M.a: optional double",
		`syntax = "proto2"; message M { optional sint64 a = 1; }`:                            "M.a: optional sint64",
		`syntax = "proto2"; message M { optional string a = 255; }`:                          "number above 254",
		`syntax = "proto2"; message M { oneof o { string a = 1; } }`:                         "oneofs",
		`syntax = "proto2"; message M { map<string, string> a = 1; }`:                        "M.a",
		`syntax = "proto2"; message M { optional N n = 1; } message N { optional M m = 1; }`: "contains itself",
		`syntax = "proto2"; message M { required N n = 1; } message N {}`:                    "M.n: required message",
		`syntax = "proto2"; message M {}`:                                                    "no fields",
		`message {`:                                                                          "compile",
	} {
		_, err := rtm.Generate("x.proto", []byte(schema))
		assert.ErrorContains(t, err, reason, schema)
	}
}
