package cli

import (
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/version"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
)

func (a *app) versionCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "version",
		Short:   "Print the version, the date of the registry and the version of the JSON",
		Example: examples("bgpdecode version", "bgpdecode version --json"),
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return a.writeJSON(versionObject())
			}
			_, err := io.WriteString(a.out, versionText())
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as one JSON object")
	return c
}

// versionText is for people, and for bug reports.
func versionText() string {
	return "bgpdecode " + version.Get().String() + "\n" +
		"registry as of " + registry.AsOf + "\n" +
		"JSON schema version " + strconv.Itoa(report.SchemaVersion) + "\n"
}

func versionObject() *object {
	v := version.Get()
	o := new(object).str("version", v.Version).str("commit", v.Commit).str("time", v.Time)
	return o.yes("modified", v.Modified).str("go", v.Go).str("platform", v.Platform).
		str("registry_as_of", registry.AsOf).num("schema", report.SchemaVersion)
}
