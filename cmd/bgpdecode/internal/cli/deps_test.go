package cli

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestLinked: the program does not link what would make a cold start slow. What cobra links itself is allowed.
func TestLinked(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "github.com/bgpdecode/bgpdecode/cmd/bgpdecode").Output()
	if err != nil {
		t.Skipf("skipped: go list does not work here: %v", err)
	}
	have := strings.Fields(string(out))
	for _, pkg := range []string{"net/http", "crypto/tls", "encoding/xml", "encoding/json", "html/template", "go/ast",
		"github.com/prometheus/client_golang/prometheus", "google.golang.org/protobuf/proto", // measured: ARCHITECTURE.md
		"github.com/spf13/cobra/doc", "github.com/cpuguy83/go-md2man/v2/md2man", "github.com/rogpeppe/go-internal/testscript"} {
		if slices.Contains(have, pkg) {
			t.Errorf("the program links %s", pkg)
		}
	}
}
