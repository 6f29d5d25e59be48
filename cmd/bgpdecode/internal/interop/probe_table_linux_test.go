package interop

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker/probe"
)

const probeTable = "../../../../testdata/probe/daemons.tsv"

// packages are those of Debian that have the daemons.
var packages = map[string]string{"FRR": "frr", "BIRD": "bird2", "OpenBGPD": "openbgpd", "GoBGP": "gobgpd", "ExaBGP": "exabgp"}

// version gives the version of a daemon's package, "" where that is not known.
func version(name string) string {
	out, err := exec.Command("dpkg-query", "-W", "-f", "${Version}", packages[name]).Output()
	if err != nil {
		return ""
	}
	return string(out)
}

// tableCell is a cell of the table: the outcome, the NOTIFICATION with the octets of its Data, and the verdict by RFC 7606. A crash is not
// told: it may not be known to those who make the daemon.
func tableCell(c *probe.Cell) string {
	s := c.Outcome.String()
	switch c.Outcome {
	case probe.NotPlayed, probe.Crashed:
		return "-"
	case probe.Reset:
		s = fmt.Sprintf("%d/%d", c.Reaction.Code, c.Reaction.Sub)
		if n := len(c.Reaction.Data); n > 0 {
			s += fmt.Sprintf(" +%d", n)
		}
	}
	return s + " " + c.By7606.String()
}

// readTable reads the table: by daemon its version, and by daemon and fault the cell.
func readTable(t *testing.T) (versions map[string]string, cells map[[2]string]string) {
	t.Helper()
	f, err := os.Open(probeTable)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	versions, cells = map[string]string{}, map[[2]string]string{}
	var names []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		row := strings.Split(sc.Text(), "\t")
		switch {
		case strings.HasPrefix(row[0], "#"):
		case names == nil:
			for _, col := range row[1:] {
				name, v, _ := strings.Cut(col, " ")
				names = append(names, name)
				versions[name] = v
			}
		default:
			for i, cell := range row[1:] {
				cells[[2]string{names[i], row[0]}] = cell
			}
		}
	}
	return versions, cells
}

// merged gives the cells of all makes: of those that were not probed now, what the table had.
func merged(t *testing.T, columns map[string]probe.Column) (versions map[string]string, cells map[[2]string]string) {
	t.Helper()
	versions, cells = readTable(t)
	for name, col := range columns {
		versions[name] = version(name)
		for i := range col.Cells {
			cells[[2]string{name, col.Cells[i].Fault.ID}] = tableCell(&col.Cells[i])
		}
	}
	return versions, cells
}

// holdTable compares with the table, or writes it.
func holdTable(t *testing.T, faults []*fault.Fault, columns map[string]probe.Column) {
	t.Helper()
	if os.Getenv(probeVar) == "update" {
		writeTable(t, faults, columns)
		return
	}
	versions, cells := readTable(t)
	for name, col := range columns {
		if v := version(name); v != versions[name] {
			t.Logf("%s is %q, the table is about %q: not compared", name, v, versions[name])
			continue
		}
		for i := range col.Cells {
			id := col.Cells[i].Fault.ID
			if col.Cells[i].Fault.Dangerous {
				continue // it may have become so since
			}
			want, known := cells[[2]string{name, id}]
			if got := tableCell(&col.Cells[i]); known && got != want {
				t.Errorf("%s, %s: %s, the table has %s", name, id, got, want)
			} else if !known {
				t.Errorf("%s, %s: %s, which the table does not have: PROBE=update writes it", name, id, got)
			}
		}
	}
}

func writeTable(t *testing.T, faults []*fault.Fault, columns map[string]probe.Column) {
	t.Helper()
	versions, cells := merged(t, columns)
	var b strings.Builder
	b.WriteString("# What daemons did about each fault, and the verdict by RFC 7606. Written by make probe; README.md beside says how to read it.\nfault")
	for _, k := range kinds() {
		fmt.Fprintf(&b, "\t%s %s", k.name, versions[k.name])
	}
	b.WriteByte('\n')
	for _, f := range faults {
		b.WriteString(f.ID)
		for _, k := range kinds() {
			cell := cells[[2]string{k.name, f.ID}]
			if cell == "" {
				cell = "-"
			}
			b.WriteString("\t" + cell)
		}
		b.WriteByte('\n')
	}
	if err := os.WriteFile(probeTable, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
