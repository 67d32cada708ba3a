using System.Globalization;

namespace CnnVis.Methods;

/// <summary>
/// A(p) = beta of the segment of p, where beta_0, beta minimise the sum over random coalitions z of
/// w(z) (f(x_z) - beta_0 - beta z)^2 + alpha |beta|^2, w(z) = exp(-d(z)^2 / 2 width^2), d(z) = 1 - sqrt(part of the segments that z shows).
/// </summary>
internal sealed class LimeMethod(LimeOptions options)
{
    private const int MostFitsTold = 10;

    // Against the 1 of the unchanged image.
    private const double LeastWeight = 1e-6;

    private readonly CounterRandom _random = new(options.Seed);

    public IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        PixelSegments segments = options.Segments.Divide(context);
        var scores = new CoalitionScores(context, segments, Baseline(context, segments));
        CoalitionSums sums = Sums(scores, context);
        (double[] Coefficients, double Explained)[] fits = Fit(sums);
        context.AddNote(Describe([.. fits.Select(fit => fit.Explained)]));
        return [.. fits.Select(fit => segments.Paint(fit.Coefficients))];
    }

    private float[] Baseline(ExplanationContext context, PixelSegments segments)
    {
        if (options.Baseline is { } baseline)
        {
            return baseline.ToTensor(context);
        }

        context.AddNote("Baseline: each segment's own mean colour.");
        return segments.MeanColors(context.Input);
    }

    private CoalitionSums Sums(CoalitionScores scores, ExplanationContext context)
    {
        int count = scores.Segments.Count;
        bool[][] coalitions = [.. Enumerable.Range(1, options.Samples - 1).Select(sample => RandomCoalition(sample, count))];
        RefuseWithoutWeight(coalitions);
        context.ExpectPasses(coalitions.Length);
        var sums = new CoalitionSums(count, context.TargetCount);
        sums.Add(scores.Everything(), weight: 1, new double[context.TargetCount]);
        foreach ((bool[] coalition, double[] score) in coalitions.Zip(scores.Of(coalitions)))
        {
            // From the whole image's score, so that a score that never changes stays 0 without rounding.
            sums.Add(coalition, Weight(coalition), [.. score.Zip(scores.Whole, (part, whole) => part - whole)]);
        }

        return sums;
    }

    private void RefuseWithoutWeight(bool[][] coalitions)
    {
        double weight = coalitions.Sum(Weight);
        if (weight < LeastWeight)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"With a {nameof(options.KernelWidth)} of {options.KernelWidth} no image but the unchanged one counts: together the others weigh {weight:0.#E+0}. Take a larger one; 0.25 is usual."));
        }
    }

    private bool[] RandomCoalition(int sample, int segments) =>
        [.. Enumerable.Range(0, segments).Select(segment => _random.Sign(sample, segment) > 0)];

    private double Weight(bool[] coalition)
    {
        double distance = 1 - Math.Sqrt(coalition.Count(shown => shown) / (double)coalition.Length);
        return Math.Exp(-distance * distance / (2 * options.KernelWidth * options.KernelWidth));
    }

    /// <summary>For each target the coefficients and R^2 of the weighted ridge regression, whose intercept is not penalised.</summary>
    private (double[] Coefficients, double Explained)[] Fit(CoalitionSums sums)
    {
        int count = sums.Shown.Length;
        double[,] matrix = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                matrix[i, j] = sums.ShownTogether[i, j] - (sums.Shown[i] * sums.Shown[j] / sums.Weight) + (i == j ? options.Alpha : 0);
            }
        }

        Cholesky factored = Cholesky.Of(matrix) ?? throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Samples} images and a penalty {nameof(options.Alpha)} of {options.Alpha} do not determine {count} coefficients. Raise {nameof(options.Samples)} or {nameof(options.Alpha)}."));
        return [.. sums.ScoresWhereShown.Select((shownScores, target) =>
        {
            double[] right = [.. shownScores.Zip(sums.Shown, (score, shown) => score - (shown * sums.Scores[target] / sums.Weight))];
            double[] coefficients = factored.Solve(right);
            double variation = sums.SquaredScores[target] - (sums.Scores[target] * sums.Scores[target] / sums.Weight);
            double explained = coefficients.Zip(right, (beta, b) => beta * (b + (options.Alpha * beta))).Sum();
            return (coefficients, variation > 0 ? explained / variation : double.NaN);
        })];
    }

    private static string Describe(double[] explained)
    {
        static string Text(double value) => double.IsNaN(value) ? "none, for the score never changed" : value.ToString("0.00", CultureInfo.InvariantCulture);

        double[] known = [.. explained.Where(double.IsFinite)];
        return explained.Length switch
        {
            1 => $"R^2 of the fit: {Text(explained[0])}.",
            <= MostFitsTold => $"R^2 of the fits, by target: {string.Join(", ", explained.Select(Text))}.",
            _ when known.Length == 0 => "R^2 of the fits: none, for no score ever changed.",
            _ => $"R^2 of the fits: {Text(known.Min())} to {Text(known.Max())}.",
        };
    }
}
