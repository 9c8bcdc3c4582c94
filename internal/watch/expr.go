package watch

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"

	"cablefeed/internal/cable"
)

// Bounds on an expression's text.
const (
	maxExprBytes = 4096
	maxExprDepth = 64
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
		cel.RegexProgramSizeLimit(maxRegexp),
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
			reason := e.Message
			if strings.HasPrefix(reason, "undefined field") {
				reason += `; "cablefeed schema" prints those of a cable`
			}
			report(place(source, e.Location.Line(), e.Location.Column()) + reason)
		}
		return nil
	}
	if t := ast.OutputType(); !t.IsExactType(cel.BoolType) {
		report(fmt.Sprintf("column 1: the expression gives %s, want true or false", t))
		return nil
	}
	if id, reason := unpriced(ast.NativeRep()); reason != "" {
		at := ast.NativeRep().SourceInfo().GetStartLocation(id)
		report(place(source, at.Line(), at.Column()) + reason)
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
	p, err := env.Program(ast, cel.CostLimit(CostLimit), cel.CostTracking(prices{}), cel.EvalOptions(cel.OptOptimize))
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
// index that is not there, is false and says why. One that cannot be decided
// within the limits is true, and says so: rather a notice too many than one too
// few.
func (e *expr) eval(c *cable.Cable) (Reason, bool, error) {
	r := Reason{Field: "expr", Term: e.source, Offset: -1}
	if textOf(c) > maxExprText {
		r.Excerpt = fmt.Sprintf("not decided: the cable has more than %d bytes of text", maxExprText)
		return r, true, nil
	}
	v, _, err := e.program.Eval(map[string]any{"cable": c})
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
