namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of elementwise arithmetic that take more than one expression.</summary>
internal static class ElementwiseRules
{
    public const float TwoOverSqrtPi = 1.1283791670955126f;

    public static GraphValue Dropout(GradientScope g)
    {
        // Exporters leave training mode on where nothing is dropped anyway.
        bool isTraining = g.HasInput(2) && !(g.IsConstant(2) && g.Integers(2) is [0]);
        bool dropsNothing = g.HasInput(1) && g.IsConstant(1) && g.Floats(1) is [0];
        return isTraining && !dropsNothing ? throw g.Unsupported("it is in training mode, where elements are dropped at random") : g.Dy;
    }

    /// <summary>Everything that carries gradients is float32, so a cast between floats changes nothing.</summary>
    public static GraphValue Cast(GradientScope g) => g.Dy;

    /// <summary>d(x^p)/dx = p x^(p-1)</summary>
    public static GraphValue PowerBase(GradientScope g)
    {
        if (g.IsConstant(1) && g.Floats(1) is [var power])
        {
            return power switch
            {
                0 => g.Dy * 0,
                0.5f => g.Finite(g.Dy * 0.5f / g.Y),
                1 => g.Dy,
                2 => g.Dy * g.X(0) * 2,
                _ => g.Finite(g.Dy * power * g.X(0).Binary("Pow", g.Constant(power - 1))),
            };
        }

        GraphValue exponent = AsFloat(g, 1);
        GraphValue slope = exponent * g.X(0).Binary("Pow", exponent + -1f);
        // Where p is 0 the power is constant, also at x = 0, where the formula would divide by it.
        return g.Dy * g.Where(g.Equal(exponent, g.Constant(0)), g.Constant(0), slope);
    }

    /// <summary>d(x^p)/dp = x^p log x, and 0 at x = 0.</summary>
    public static GraphValue PowerExponent(GradientScope g)
    {
        GraphValue slope = g.Where(g.Equal(g.X(0), g.Constant(0)), g.Constant(0), g.Y * g.X(0).Unary("Log"));
        return g.Dy * slope;
    }

    /// <summary>The gradient of Max and Min goes to the inputs that have the value; several share it evenly.</summary>
    public static GraphValue SharedByTies(GradientScope g, int input)
    {
        GraphValue wins = g.ToFloat(g.Equal(g.X(input), g.Y));
        GraphValue winners = Enumerable.Range(0, g.InputCount)
            .Select(i => g.ToFloat(g.Equal(g.X(i), g.Y)))
            .Aggregate((sum, next) => sum + next);
        return g.Dy * wins / winners;
    }

    private static GraphValue AsFloat(GradientScope g, int input) => g.ToFloat(g.X(input));
}
