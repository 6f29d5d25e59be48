package registry

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

func sourceTables(t *testing.T) []*source.Table {
	t.Helper()
	tables, err := source.Load(os.DirFS("iana"))
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// TestRowCounts pins the size of the snapshot, so that no row is lost by an edit.
func TestRowCounts(t *testing.T) {
	var tables, rows, ownTables, ownRows int
	status := map[Status]int{}
	for _, x := range Tables() {
		if x.Page == "" {
			ownTables++
			ownRows += len(x.Rows)
			continue
		}
		tables++
		rows += len(x.Rows)
		for _, r := range x.Rows {
			status[r.Status]++
		}
	}
	if tables != 151 || rows != 2025 || ownTables != 14 || ownRows != 72 {
		t.Errorf("%d IANA tables with %d rows, %d others with %d", tables, rows, ownTables, ownRows)
	}
	if status[StatusTemporary] != 19 {
		t.Errorf("%d temporary rows, want 19", status[StatusTemporary])
	}
	if status[StatusReserved] == 0 || status[StatusUnassigned] == 0 || status[StatusDeprecated] == 0 || status[StatusExperimental] == 0 {
		t.Errorf("a status is missing: %v", status)
	}
}

// TestNamesMatchSource compares every generated row with its line in the CSV.
func TestNamesMatchSource(t *testing.T) {
	for _, src := range sourceTables(t) {
		x := Find(src.ID)
		if x == nil {
			t.Errorf("%s: no such table", src.ID)
			continue
		}
		if x.Title != src.Title || x.Updated != src.AsOf || x.Kind.String() != string(src.Kind) || len(x.Rows) != len(src.Rows) {
			t.Errorf("%s: head or size differs", src.ID)
		}
		for _, want := range src.Rows {
			i := slices.IndexFunc(x.Rows, func(r Row) bool { return r.First == want.First && r.Last == want.Last })
			if i < 0 {
				t.Errorf("%s: %s is missing", src.ID, want.Value)
				continue
			}
			got := x.Rows[i]
			if got.Name != want.Name || got.Status.String() != want.Status || got.Expiry != want.Expiry || got.Ref != want.Reference {
				t.Errorf("%s: %s: got %+v, want %+v", src.ID, want.Value, got, want)
			}
			if text := x.ValueText(got); text != want.Value {
				t.Errorf("%s: value %q, want %q", src.ID, text, want.Value)
			}
			for c, name := range src.Columns {
				if x.Column(got, name) != want.Extra[c] {
					t.Errorf("%s: %s: column %s is %q, want %q", src.ID, want.Value, name, x.Column(got, name), want.Extra[c])
				}
			}
		}
	}
}

// TestNamesAreClean checks that status, dates and pointers were split off, and that only temporary rows expire.
func TestNamesAreClean(t *testing.T) {
	for _, x := range Tables() {
		for i, r := range x.Rows {
			low := strings.ToLower(r.Name)
			for _, bad := range []string{"(deprecated", "temporary -", "(obsolete", "(historic", "sub-types are defined", "  ", "\u2011", "\u2019"} {
				if strings.Contains(low, bad) {
					t.Errorf("%s: name %q holds %q", x.ID, r.Name, bad)
				}
			}
			if (r.Expiry != "") != (r.Status == StatusTemporary) || r.Expiry != "" && len(r.Expiry) != len("2026-01-02") {
				t.Errorf("%s: %s: status %s, expiry %q", x.ID, r.Name, r.Status, r.Expiry)
			}
			if r.Last < r.First || i > 0 && r.First < x.Rows[i-1].First {
				t.Errorf("%s: rows are not sorted at %s", x.ID, r.Name)
			}
		}
	}
}

func TestLookup(t *testing.T) {
	tests := []struct {
		table  *Table
		v      uint64
		name   string // of the row, "" = no row
		status Status
	}{
		{&TableMessageTypes, 2, "UPDATE", StatusAssigned},
		{&TableMessageTypes, 0, "Reserved", StatusReserved},
		{&TableMessageTypes, 99, "Unassigned", StatusUnassigned},
		{&TableMessageTypes, 256, "", 0},
		{&TablePathAttributes, 42, "Edge Metadata Path Attribute", StatusTemporary},
		{&TablePathAttributes, 30, "Deprecated", StatusDeprecated},
		{&TablePathAttributes, 255, "Reserved for development", StatusReserved},
		{&TableL2EncapsulationTypes, 25, "Frame Relay DLCI", StatusAssigned}, // IANA also says 25-39 Unassigned
		{&TableL2EncapsulationTypes, 26, "Unassigned", StatusUnassigned},
		{&TableExtCommTransOpaque, 0x1b, "Local Color Mapping (LCM)", StatusAssigned}, // IANA also says 0x18-0xa9 Unassigned
		{&TableExtCommTransOpaque, 0x19, "Unassigned", StatusUnassigned},
		{&TableExtCommTransOpaque, 0xa9, "Unassigned", StatusUnassigned},
		{&TableExtCommTransOpaque, 0xaa, "LoadBalance", StatusAssigned},
		{&TableLSWellKnownInstanceIDs, 1 << 63, "Private use - not recorded", StatusReserved},
		{&TableCapabilities, 240, "Reserved for Experimental Use", StatusExperimental},
		{&TableCapabilities, 66, "Deprecated", StatusDeprecated},
		{&TableAFI, 65535, "Reserved", StatusReserved},
		{&TableWellKnownCommunities, 0xFFFFFF01, "NO_EXPORT", StatusAssigned},
		{&TableExtCommMultihomingRedundancyMode, 1, "Single-Active", StatusAssigned},
		{&TableSegmentRoutingSegmentTypes, 'M', "IPv4 Addresses for link endpoints as Local, Remote pair with optional SR Algorithm for SR-MPLS", StatusTemporary},
		{&TableBMPPeerFlags, 0, "V flag", StatusAssigned},
	}
	for _, tt := range tests {
		r, ok := tt.table.Lookup(tt.v)
		if ok != (tt.name != "") || r.Name != tt.name || r.Status != tt.status || tt.table.Status(tt.v) != tt.status {
			t.Errorf("%s %d: %v %q %s", tt.table.ID, tt.v, ok, r.Name, r.Status)
		}
		name := tt.name
		if tt.status == StatusReserved || tt.status == StatusUnassigned || tt.status == StatusExperimental {
			name = ""
		}
		if got := tt.table.Name(tt.v); got != name {
			t.Errorf("%s: Name(%d) = %q, want %q", tt.table.ID, tt.v, got, name)
		}
	}
}

// TestLookupAgainstScan compares Lookup with the plain rule at every border of every table.
func TestLookupAgainstScan(t *testing.T) {
	for _, x := range Tables() {
		for _, r := range x.Rows {
			for _, v := range []uint64{r.First, r.Last, r.First - 1, r.Last + 1} {
				got, ok := x.Lookup(v)
				want := x.scan(v)
				if ok != (want >= 0) || ok && (got.First != x.Rows[want].First || got.Last != x.Rows[want].Last) {
					t.Errorf("%s: Lookup(%d) = %+v, %v", x.ID, v, got, ok)
				}
			}
		}
	}
}

func TestOverlapRule(t *testing.T) {
	x := Table{overlap: true, Rows: []Row{
		{First: 0, Last: 255, Name: "Unassigned", Status: StatusUnassigned},
		{First: 5, Last: 5, Name: "Unassigned", Status: StatusUnassigned},
		{First: 5, Last: 20, Name: "range", Status: StatusReserved},
		{First: 7, Last: 7, Name: "single", Status: StatusAssigned},
		{First: 7, Last: 9, Name: "narrow", Status: StatusAssigned},
	}}
	for v, want := range map[uint64]string{0: "Unassigned", 5: "range", 7: "single", 8: "narrow", 10: "range", 21: "Unassigned"} {
		if r, ok := x.Lookup(v); !ok || r.Name != want {
			t.Errorf("%d: %q, want %q", v, r.Name, want)
		}
	}
	if _, ok := x.Lookup(256); ok {
		t.Error("256 found")
	}
}

func TestNoAllocation(t *testing.T) {
	n := testing.AllocsPerRun(100, func() {
		TablePathAttributes.Lookup(35)
		TableExtCommTransOpaque.Name(0x1b)
		SubcodeName(6, 9)
		CommunityName(0xFFFFFF01)
		LegacyUses("bgp-parameters-error-subcodes-cease", 9)
		_ = AttrMED.String()
		_ = Attr(7).LengthOK(8, true)
		_ = Cap(64).LengthOK(6)
		_ = ASNote(23456)
		ExtCommunitySubtypes(3)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestFind(t *testing.T) {
	if Find("no-such-table") != nil || Find("capability-codes") != &TableCapabilities {
		t.Error("Find")
	}
	if got := FindTables("Capability-Codes"); len(got) != 1 || got[0] != &TableCapabilities {
		t.Errorf("exact: %d tables", len(got))
	}
	if got := FindTables("evpn"); len(got) < 5 {
		t.Errorf("evpn: %d tables", len(got))
	}
	if got := FindTables("no such"); got != nil {
		t.Errorf("%v", got)
	}
	if p := TableRouteRefreshErrorSubcodes.Procedure(200); p != "First Come First Served" {
		t.Errorf("procedure %q", p)
	}
}

// TestStaticData keeps the package free of start-up work: no init function, no map, no import that brings its own.
func TestStaticData(t *testing.T) {
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_gen.go") != ast.IsGenerated(f) {
			t.Errorf("%s: generated mark and name disagree", name)
		}
		for _, imp := range f.Imports {
			if p, _ := strconv.Unquote(imp.Path.Value); p != "strconv" && p != "strings" {
				t.Errorf("%s imports %s", name, p)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.MapType:
				t.Errorf("%s: a map at %s", name, set.Position(n.Pos()))
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: func init", name)
				}
			}
			return true
		})
	}
}
