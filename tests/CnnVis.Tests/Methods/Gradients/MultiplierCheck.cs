using CnnVis.Methods;
using CnnVis.Tests.Differentiation;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Gradients;

/// <summary>Compares the multipliers of a row of gradient cases, times the differences of its inputs, with the difference of its outputs.</summary>
internal sealed class MultiplierCheck : IDisposable
{
    private const double Tolerance = 2e-5;
    private const double Rounding = 1e-6;

    // Equal, quotients of differences would be 0 / 0; near each other they are replaced.
    private static readonly float[] NearDistances = [0, 1e-6f, 1e-4f, 0.005f, 0.02f];

    private readonly GradientCase _row;
    private readonly CaseModel _model;
    private readonly float[] _image;
    private readonly float[][] _seeds;

    private MultiplierCheck(GradientCase row)
    {
        _row = row;
        _model = new CaseModel(row, DeepLiftRules.Variant.Of(GradientRules.Standard));
        _image = row.Values(_model.ImageLength, row.Seed);
        _seeds = [.. row.From.Select((tensor, i) => Numbers.Seeded((int)_model.ShapeOf(tensor).ElementCount, row.Seed + i))];
    }

    public static void Run(GradientCase row)
    {
        using var check = new MultiplierCheck(row);
        check.AddsUp(row.Values(check._model.ImageLength, row.Seed + 1));
    }

    public static void RunNearby(GradientCase row)
    {
        using var check = new MultiplierCheck(row);
        float[] directions = Numbers.Seeded(check._image.Length, 3);
        check.AddsUp([.. check._image.Select((x, i) => x + (directions[i] * NearDistances[i % NearDistances.Length]))]);
    }

    public static void Refused(GradientCase row)
    {
        NoGradientException refused = Assert.Throws<NoGradientException>(() => new MultiplierCheck(row));

        Assert.Contains("DeepLIFT has ", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _model.Dispose();

    private void AddsUp(float[] baseline)
    {
        float[] multipliers = [.. _model.Multipliers(_image, baseline, _seeds).SelectMany(part => part)];
        (float[][] ofImage, float[][] ofBaseline) = (_model.Outputs(_image), _model.Outputs(baseline));

        double[] terms = [.. multipliers.Select((m, i) => (double)m * (_image[i] - baseline[i]))];
        double[] changes = [.. Weighted((output, i) => (double)ofImage[output][i] - ofBaseline[output][i])];
        double allowed = (Tolerance * (terms.Sum(Math.Abs) + changes.Sum(Math.Abs))) + (Rounding * Weighted((output, i) => ofImage[output][i]).Sum(Math.Abs));
        Assert.True(
            Math.Abs(terms.Sum() - changes.Sum()) <= allowed,
            FormattableString.Invariant($"{_row.Name}: {terms.Sum():g9} instead of {changes.Sum():g9}, allowed difference {allowed:g3}"));
    }

    private IEnumerable<double> Weighted(Func<int, int, double> value) =>
        _seeds.SelectMany((seed, output) => seed.Select((weight, i) => weight * value(output, i)));
}
