// Package version says which build this is: what `make dist` stamped, or what the
// Go tool recorded. It does not look at files, tags or the network.
package version

import (
	"runtime"
	"runtime/debug"
)

// stamp is set by the linker: -X .../internal/version.stamp=v1.2.3.
var stamp string

// Info describes the build. Fields that are not known are empty.
type Info struct {
	Version  string // v1.2.3, a pseudo version, a git description, or "devel"
	Commit   string // git commit, 40 hex digits
	Time     string // time of the commit, RFC 3339
	Modified bool   // built from a changed tree
	Go       string // go1.26.0
	Platform string // linux/amd64
}

// Get describes the running program.
func Get() Info {
	bi, _ := debug.ReadBuildInfo()
	return from(stamp, bi)
}

func from(stamp string, bi *debug.BuildInfo) Info {
	v := Info{Version: stamp, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if bi != nil {
		if v.Version == "" && bi.Main.Version != "(devel)" {
			v.Version = bi.Main.Version
		}
		for _, s := range bi.Settings {
			switch s.Key {
			case "vcs.revision":
				v.Commit = s.Value
			case "vcs.time":
				v.Time = s.Value
			case "vcs.modified":
				v.Modified = s.Value == "true"
			}
		}
	}
	if v.Version == "" {
		v.Version = "devel"
	}
	return v
}

// String gives one line: version, commit where known, Go version, platform.
func (v Info) String() string {
	s := v.Version
	if v.Commit != "" {
		s += " (" + v.Commit[:min(12, len(v.Commit))]
		if v.Modified {
			s += ", modified"
		}
		s += ")"
	}
	return s + " " + v.Go + " " + v.Platform
}
