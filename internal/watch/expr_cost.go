package watch

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"cablefeed/internal/cable"
)

// What an evaluation costs must follow from what it does, or the limit bounds
// nothing. CEL's own prices leave holes: to compare two lists costs one unit,
// however deep they are; to take the size of a text costs one, however long. So
// every call on texts is priced here by their bytes, the same before (sizes) and
// during (prices) an evaluation, and costly checks that have no price are
// refused.

// CostLimit bounds what one evaluation of an expression may cost: about one for
// each field read, comparison or step of a loop, for each ten bytes of text that
// a function is given, and for each four that a regular expression is. That is
// some milliseconds, and for the worst expression on the largest cable less than
// a second.
const CostLimit = 100_000

// maxExprText is the largest cable, in bytes of text, that expressions are
// evaluated on: a single call may look at all of it before the limit is checked.
const maxExprText = 256 << 10

// maxRegexp bounds a regular expression, in instructions: about its letters.
const maxRegexp = 100

// bytesFor is how many bytes of text a function looks at for one unit of cost.
func bytesFor(function string) uint64 {
	if function == "matches" {
		return 4
	}
	return 10
}

// prices prices calls during an evaluation.
type prices struct{}

// CallCost implements cost.ActualCostEstimator.
func (prices) CallCost(function, _ string, args []ref.Val, _ ref.Val) *uint64 {
	bytes, texts := uint64(0), false
	for _, a := range args {
		switch s := a.(type) {
		case types.String:
			bytes, texts = bytes+uint64(len(s)), true
		case types.Bytes:
			bytes, texts = bytes+uint64(len(s)), true
		}
	}
	if !texts {
		return nil // CEL's own price
	}
	price := 1 + bytes/bytesFor(function)
	return &price
}

// The sizes that the cost of an expression is reckoned with before it is ever
// evaluated. They are those of a very large cable; one larger still may run
// into the limit.
const (
	manyParagraphs = 100
	manyAddressees = 100
	manyEntries    = 32
	longText       = 2000
	longLine       = 200
)

// sizes tells CEL how large the parts of a cable are, and what calls cost.
type sizes struct{}

// EstimateSize implements cost.Estimator.
func (sizes) EstimateSize(n cost.AstNode) *cost.SizeEstimate {
	path := n.Path()
	if len(path) == 0 {
		return nil
	}
	most := uint64(longLine)
	switch path[len(path)-1] {
	case "paragraphs":
		most = manyParagraphs
	case "to", "info":
		most = manyAddressees
	case "tags", "references", "captions", "attention", "handling", "diagnostics", "operating_signals",
		"transmission_instructions", "routing_indicators", "sections_present", "other_numbers", "reasons", "excluded":
		most = manyEntries
	case "text", "summary":
		most = longText
	}
	return &cost.SizeEstimate{Min: 0, Max: most}
}

// EstimateCallCost implements cost.Estimator.
func (s sizes) EstimateCallCost(function, _ string, target *cost.AstNode, args []cost.AstNode) *cost.CallEstimate {
	if target != nil {
		args = append([]cost.AstNode{*target}, args...)
	}
	bytes, texts := uint64(0), false
	for _, a := range args {
		if k := a.Type().Kind(); k == types.StringKind || k == types.BytesKind {
			bytes, texts = cost.SafeAdd(bytes, cost.EstimateSize(s, a).Max), true
		}
	}
	if !texts {
		return nil
	}
	return &cost.CallEstimate{
		CostEstimate: cost.Estimate{Min: 1, Max: cost.SafeAdd(1, bytes/bytesFor(function))},
		ResultSize:   &cost.SizeEstimate{Min: 0, Max: bytes}, // of a text made of texts
	}
}

// unpriced reports the first call whose cost depends on what no price sees.
func unpriced(a *ast.AST) (id int64, reason string) {
	calls := ast.MatchDescendants(ast.NavigateAST(a), ast.KindMatcher(ast.CallKind))
	for _, e := range calls {
		args := e.AsCall().Args()
		switch e.AsCall().FunctionName() {
		case operators.Equals, operators.NotEquals:
			if !plain(a, args[0]) && !plain(a, args[1]) {
				return e.ID(), "lists, maps and objects cannot be compared; compare their fields, or ask has(cable.section)"
			}
		case operators.In:
			if !plain(a, args[0]) {
				return e.ID(), "only a text, number or truth value may stand before in"
			}
		case "matches":
			if args[len(args)-1].Kind() != ast.LiteralKind {
				return e.ID(), "a regular expression must be written out"
			}
		}
	}
	return 0, ""
}

// plain reports whether e gives a value that has no parts.
func plain(a *ast.AST, e ast.Expr) bool {
	switch a.GetType(e.ID()).Kind() {
	case types.StringKind, types.BytesKind, types.IntKind, types.UintKind, types.DoubleKind, types.BoolKind,
		types.TimestampKind, types.DurationKind:
		return true
	}
	return false
}

// textOf counts the bytes of text in c, and something for each entry of a list.
func textOf(c *cable.Cable) int {
	n := len(c.Subject) + len(c.Summary)
	for i := range c.Paragraphs {
		n += 64 + len(c.Paragraphs[i].Heading) + len(c.Paragraphs[i].Text)
	}
	for _, l := range c.Handling {
		n += 64 + len(l.Label) + len(l.Text)
	}
	for _, r := range c.References {
		n += 64 + len(r.Text)
	}
	for _, d := range c.Diagnostics {
		n += 64 + len(d.Message)
	}
	for _, as := range [][]cable.Addressee{c.To, c.Info} {
		for _, a := range as {
			n += 64 + len(a.Name) + 64*len(a.Excluded)
		}
	}
	for _, list := range [][]string{c.Captions, c.Attention, c.OtherNumbers, c.TransmissionInstrs, c.OperatingSignals, c.RoutingIndicators} {
		for _, s := range list {
			n += 64 + len(s)
		}
	}
	if c.ClassifiedBy != nil {
		n += len(c.ClassifiedBy.Text) + len(c.ClassifiedBy.Title)
	}
	return n + 64*len(c.Tags)
}
