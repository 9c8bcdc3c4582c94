package watch

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/ext"

	"cablefeed/internal/cable"
)

// An expression is CEL over one variable, cable: an object with the fields of
// the cable's JSON. What is null there is here "", 0, null (of an object) or
// the first instant of year 1 (of a time). The functions and macros are those
// of the CEL standard; with them come lowerAscii, upperAscii, trim and the like.

// CostLimit bounds what one evaluation of an expression may cost, in CEL's own
// units: about one for each field read, comparison or step of a loop, and for
// each ten bytes of text looked through. It takes some milliseconds at most.
const CostLimit = 100_000

// Bounds on an expression's text.
const (
	maxExprBytes   = 4096
	maxExprDepth   = 64
	maxRegexpTerms = 1000 // instructions of a compiled regular expression
)

// The sizes that the cost of an expression is reckoned with. They are those of
// a very large cable; one larger still may run into the limit.
const (
	manyParagraphs = 100
	manyAddressees = 100
	manyEntries    = 32
	longText       = 2000
	longLine       = 200
)

// An expr is an expression made ready.
type expr struct {
	source  string
	program cel.Program
}

// exprEnv is made once, when the first expression is compiled.
var exprEnv = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(
		ext.NativeTypes(ext.ParseStructTag("json"), reflect.TypeFor[*cable.Cable]()),
		cel.Variable("cable", cel.ObjectType("cable.Cable")),
		cel.ASTValidators(cel.ValidateRegexLiterals(), cel.ValidateTimestampLiterals(), cel.ValidateDurationLiterals()),
		cel.ParserExpressionSizeLimit(maxExprBytes),
		cel.ParserRecursionLimit(maxExprDepth),
		cel.ExpressionNestingDepthLimit(maxExprDepth),
		cel.RegexProgramSizeLimit(maxRegexpTerms),
	)
})

// compileExpr compiles source, and reports each reason for which it cannot be.
func compileExpr(source string, report func(reason string)) *expr {
	env, err := exprEnv()
	if err != nil {
		report(err.Error())
		return nil
	}
	ast, issues := env.Compile(source)
	if issues.Err() != nil {
		for _, e := range issues.Errors() {
			report(place(source, e.Location.Line(), e.Location.Column()) + e.Message)
		}
		return nil
	}
	if t := ast.OutputType(); !t.IsExactType(cel.BoolType) {
		report(fmt.Sprintf("column 1: the expression gives %s, want true or false", t))
		return nil
	}
	est, err := env.EstimateCost(ast, sizes{})
	if err != nil {
		report(err.Error())
		return nil
	}
	if est.Max > CostLimit {
		report(fmt.Sprintf("column 1: the expression may cost %s on a large cable, the limit is %d", costText(est.Max), CostLimit))
		return nil
	}
	p, err := env.Program(ast, cel.CostLimit(CostLimit), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		report(err.Error())
		return nil
	}
	return &expr{source, p}
}

// place says where in an expression a fault is. Most have one line.
func place(source string, line, column int) string {
	switch {
	case line < 1:
		return ""
	case strings.Contains(strings.TrimRight(source, "\n"), "\n"):
		return fmt.Sprintf("line %d of the expression, column %d: ", line, column+1)
	}
	return fmt.Sprintf("column %d: ", column+1)
}

func costText(n uint64) string {
	if n == math.MaxUint64 {
		return "without bound"
	}
	return fmt.Sprint(n)
}

// eval evaluates the expression. One that fails on this cable, such as by an
// index that is not there, is false and says why. One that runs into the limit
// is true, and says so: rather a notice too many than one too few.
func (e *expr) eval(c *cable.Cable) (Reason, bool, error) {
	v, _, err := e.program.Eval(map[string]any{"cable": c})
	r := Reason{Field: "expr", Term: e.source, Offset: -1}
	switch {
	case err == nil:
		return r, v.Value() == true, nil
	case strings.Contains(err.Error(), "actual cost limit exceeded"):
		r.Excerpt = fmt.Sprintf("not decided: more than the cost limit of %d", CostLimit)
		return r, true, err
	default:
		return r, false, err
	}
}

// sizes tells the estimator how large the parts of a cable are taken to be.
type sizes struct{}

// EstimateSize implements cost.Estimator.
func (sizes) EstimateSize(n cost.AstNode) *cost.SizeEstimate {
	path := n.Path()
	if len(path) == 0 {
		return nil
	}
	max := uint64(longLine)
	switch path[len(path)-1] {
	case "paragraphs":
		max = manyParagraphs
	case "to", "info":
		max = manyAddressees
	case "tags", "references", "captions", "attention", "handling", "diagnostics", "operating_signals",
		"transmission_instructions", "routing_indicators", "sections_present", "other_numbers", "reasons", "excluded":
		max = manyEntries
	case "text", "summary":
		max = longText
	}
	return &cost.SizeEstimate{Min: 0, Max: max}
}

// EstimateCallCost implements cost.Estimator.
func (sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}
