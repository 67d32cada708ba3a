using CnnVis.Differentiation.Rules;

namespace CnnVis.Methods;

/// <summary>
/// Normalisations step by step. What is divided by a deviation or a length is a quotient, with the mean of both sides' divisors: the
/// reciprocal of a deviation near 0, which plain areas have, would drown everything else.
/// </summary>
internal static class NormalizationMultipliers
{
    /// <summary>
    /// y = c / d, c = x - mean(x), d = sqrt(v + e), v = mean(c^2): (d - d') / (v - v') = 1 / (d + d'), and v gives each c its (c + c') / n.
    /// </summary>
    public static GraphValue Rows(GradientScope g)
    {
        var rows = NormalizedRows.Of(g);
        (GraphValue c, GraphValue d) = Parts(rows.X(g));
        (GraphValue cOfOther, GraphValue dOfOther) = Parts(rows.X(g.OfBaseline));
        GraphValue ofC = rows.Arriving * 2 / (d + dOfOther);
        GraphValue ofV = g.Mean(ofC * (c / d + cOfOther / dOfOther), rows.Axes) * -0.5f / (d + dOfOther);
        ofC += ofV * (c + cOfOther);
        return rows.AsX(g, rows.IsCentred ? ofC - g.Mean(ofC, rows.Axes) : ofC);

        (GraphValue C, GraphValue D) Parts(GraphValue x)
        {
            GraphValue centred = rows.IsCentred ? x - g.Mean(x, rows.Axes) : x;
            return (centred, (g.Mean(centred * centred, rows.Axes) + rows.Epsilon).Unary("Sqrt"));
        }
    }

    /// <summary>y = x / n, n = |x|, which gives each x its (x + x') / (n + n'); nothing where neither side has a length.</summary>
    public static GraphValue Lp(GradientScope g)
    {
        if (g.Int("p", 2) != 2)
        {
            throw g.Unsupported("DeepLIFT has a rule for it only for the norm 2");
        }

        int[] axes = [g.InputShape(0).Axis(g.Int("axis", -1))];
        GraphValue lengths = g.Reduce("ReduceL2", g.X(0), axes) + g.Reduce("ReduceL2", g.OfBaseline.X(0), axes);
        GraphValue ofX = g.Dy * 2 / lengths;
        GraphValue ofN = g.Sum(ofX * (g.Y + g.OfBaseline.Y), axes) * -0.5f;
        return g.Where(lengths > 0, ofX + ofN * (g.X(0) + g.OfBaseline.X(0)) / lengths);
    }

    /// <summary>y = x r, r = b^-beta, b = bias + alpha/n S(x^2), where S sums over neighbouring channels and S' is its transpose.</summary>
    public static GraphValue LocalResponse(GradientScope g)
    {
        int size = (int)g.Int("size", 1);
        float beta = g.Float("beta", 0.75f);
        float alphaOverSize = g.Float("alpha", 1e-4f) / size;
        GraphValue x = g.X(0);
        GraphValue other = g.OfBaseline.X(0);
        (GraphValue b, GraphValue r) = Parts(x);
        (GraphValue bOfOther, GraphValue rOfOther) = Parts(other);
        GraphValue ofB = ActivationMultipliers.WhereNearAsParts(
            g, b, bOfOther, (r / b + rOfOther / bOfOther) * (-beta / 2), (r - rOfOther) / (b - bOfOther));
        GraphValue ofSquares = NormalizationRules.NeighbourSum(g, OfFactors(g.Dy, x, other) * ofB, size / 2, (size - 1) / 2) * alphaOverSize;
        return OfFactors(g.Dy, r, rOfOther) + ofSquares * (x + other);

        (GraphValue B, GraphValue R) Parts(GraphValue of)
        {
            GraphValue sum = NormalizationRules.NeighbourSum(g, of * of, (size - 1) / 2, size / 2) * alphaOverSize + g.Float("bias", 1);
            return (sum, sum.Binary("Pow", g.Constant(-beta)));
        }
    }

    private static GraphValue OfFactors(GraphValue arriving, GraphValue factor, GraphValue ofOther) => arriving * (factor + ofOther) * 0.5f;
}
