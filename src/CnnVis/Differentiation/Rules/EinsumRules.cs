namespace CnnVis.Differentiation.Rules;

/// <summary>
/// The gradient of a sum over labels: the same product with dY in A's place, answered in A's labels. Labels that only A has are repeated.
/// An ellipsis is written out as labels first.
/// </summary>
internal static class EinsumRules
{
    public static GraphValue Operand(GradientScope g, int input)
    {
        (string[] terms, string result) = Labels(g);
        string own = terms[input];
        if (own.Distinct().Count() != own.Length)
        {
            throw g.Unsupported($"its input {input} has a label twice ('{own}': a diagonal)");
        }

        int[] others = [.. Enumerable.Range(0, terms.Length).Where(i => i != input)];
        string available = result + string.Concat(others.Select(i => terms[i]));
        string reached = string.Concat(own.Where(available.Contains));
        string equation = $"{string.Join(',', others.Select(i => terms[i]).Prepend(result))}->{reached}";
        GraphValue gradient = g.Op("Einsum", [g.Dy, .. others.Select(g.X)], ("equation", equation));
        return Repeated(g, gradient, own, reached, input);
    }

    /// <summary>Labels that nothing else has were summed over: their gradient is the same everywhere. Axes of 1 were broadcast: theirs is a sum.</summary>
    private static GraphValue Repeated(GradientScope g, GraphValue gradient, string own, string reached, int input)
    {
        BatchedShape shape = g.InputShape(input);
        int[] broadcast = [.. Enumerable.Range(0, own.Length).Where(i => reached.Contains(own[i]) && shape[i] == 1 && i != shape.BatchAxis)];
        if (broadcast.Length > 0)
        {
            gradient = g.Sum(gradient, broadcast.Select(i => reached.IndexOf(own[i], StringComparison.Ordinal)));
        }

        if (own == reached)
        {
            return gradient;
        }

        int? batch = shape.BatchAxis is { } axis && reached.Contains(own[axis]) ? axis : null;
        var kept = new BatchedShape([.. own.Select((label, i) => reached.Contains(label) ? shape[i] : 1)], batch);
        GraphValue reshaped = g.Reshape(gradient, kept);
        return batch == shape.BatchAxis ? g.Expand(reshaped, shape) : g.Op("Expand", [reshaped, g.RunShape(shape)]);
    }

    private static (string[] Terms, string Result) Labels(GradientScope g)
    {
        string equation = g.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        string[] sides = equation.Split("->");
        string free = string.Concat("ABCDEFGHIJKLMNOPQRSTUVWXYZ".Where(letter => !equation.Contains(letter)));
        string[] terms = [.. sides[0].Split(',').Select((term, i) => WithoutEllipsis(term, g.InputShape(i).Rank, free))];
        return (terms, WithoutEllipsis(sides.Length == 2 ? sides[1] : Implied(sides[0]), g.OutputShape().Rank, free));
    }

    /// <summary>The axes of an ellipsis are counted from the last, as broadcasting does, and named by letters that the equation does not use.</summary>
    private static string WithoutEllipsis(string term, int rank, string free) => term.Contains("...", StringComparison.Ordinal)
        ? term.Replace("...", string.Concat(free[..(rank - (term.Length - 3))].Reverse()), StringComparison.Ordinal)
        : term;

    /// <summary>Without an arrow the result has the ellipsis, then the labels that occur once, in alphabetical order.</summary>
    private static string Implied(string left)
    {
        IEnumerable<char> once = left.Where(char.IsLetter).GroupBy(label => label).Where(group => group.Count() == 1).Select(group => group.Key).Order();
        return (left.Contains("...", StringComparison.Ordinal) ? "..." : "") + string.Concat(once);
    }
}
