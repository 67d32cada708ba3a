using CnnVis.Differentiation;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

/// <summary>
/// Compares a row's gradient with differences along random directions and with its naive twin, and two images with one at a time.
/// </summary>
internal sealed class GradientCheck : IDisposable
{
    private const int Directions = 3;
    private const float StepBetweenKinks = 0.125f;
    private const float SmallStep = 1f / 32;
    private const float StepBesideKinks = 1f / 128;
    private const double VisibleKink = 3e-4;
    private const double LastBit = 1.0 / (1 << 23);

    private readonly GradientCase _row;
    private readonly CaseModel _model;
    private readonly float[] _image;
    private readonly float[][] _seeds;
    private readonly float[][] _gradients;

    public GradientCheck(GradientCase row)
    {
        _row = row;
        _model = new CaseModel(row);
        _image = row.Values(_model.ImageLength, row.Seed);
        _seeds = Seeds(1);
        _gradients = _model.Gradients(_image, _seeds);
    }

    public static void Run(GradientCase row)
    {
        using var check = new GradientCheck(row);
        if (row.Twin is null)
        {
            check.AgainstDifferences();
            check.AgainstNaiveTwin();
        }
        else
        {
            check.AgainstFloatTwin(row.Twin);
        }

        check.OfTwoImages();
    }

    public void AgainstDifferences()
    {
        float[] gradient = [.. _gradients.SelectMany(part => part)];
        double rounding = Rounding(gradient);
        for (int i = 0; i < Directions; i++)
        {
            float[] direction = Numbers.Seeded(_model.ImageLength, _row.Seed + 100 + i);
            if (_row.HasKinks && IsNearKink(direction))
            {
                continue;
            }

            double[] change = Change(direction);
            float[] seed = [.. _seeds.SelectMany(part => part)];
            double numeric = Dot(seed, change);
            double analytic = Dot(gradient, Array.ConvertAll(direction, value => (double)value));
            double allowed = (_row.Tolerance * Norm(seed) * Norm(change)) + rounding;
            Assert.True(
                Math.Abs(analytic - numeric) <= allowed,
                FormattableString.Invariant(
                    $"{_row.Name} (seed {_row.Seed}, direction {i}): analytic {analytic:g9}, numeric {numeric:g9}, allowed difference {allowed:g3}"));
        }
    }

    public void AgainstNaiveTwin()
    {
        if (!_row.HasNaiveTwin || _row.Body is not null || NaiveOps.Find(_row.Operator)?.Invoke(Naive()) is not { } expected)
        {
            return;
        }

        int wanted = 0;
        for (int i = 0; i < _row.Inputs.Count; i++)
        {
            if (_row.Inputs[i].IsWanted && expected[i] is { } dx)
            {
                Agreement.Within(1e-5, dx, _gradients[wanted], $"{_row.Name}: dx{i} against plain loops");
            }

            wanted += _row.Inputs[i].IsWanted ? 1 : 0;
        }
    }

    private void AgainstFloatTwin(GradientCase twin)
    {
        Assert.True(_model.IsStraightThrough, "It does not say that it is straight-through.");
        using var model = new CaseModel(twin);
        float[][] expected = model.Gradients(_image, _seeds);
        for (int i = 0; i < expected.Length; i++)
        {
            Agreement.Within(1e-5, [.. expected[i].Select(value => (double)value)], _gradients[i], $"{_row.Name}: dx{i} against floats");
        }
    }

    private void OfTwoImages()
    {
        Assert.Equal(_row.TakesBatches, _model.TakesBatches);
        if (!_model.TakesBatches)
        {
            return;
        }

        float[] other = _row.Values(_model.ImageLength, _row.Seed + 1);
        float[][] otherSeeds = Seeds(2);
        float[][] otherGradients = _model.Gradients(other, otherSeeds);
        float[][] both = [.. _row.From.Select((tensor, i) => Joined(_seeds[i], otherSeeds[i], _model.ShapeOf(tensor)))];
        float[][] gradients = _model.Gradients([.. _image, .. other], both, 2);
        for (int i = 0; i < gradients.Length; i++)
        {
            double[] expected = [.. _gradients[i].Concat(otherGradients[i]).Select(value => (double)value)];
            Agreement.Within(1e-5, expected, gradients[i], $"{_row.Name}: two images at once, input {i}");
        }
    }

    private NaiveNode Naive() => new(_row, _image, _model.ShapeOf(_row.From[0]).Sizes, _seeds[0]);

    private double[] Change(float[] direction) => _row.Step switch
    {
        CaseStep.One => Difference(direction, 1),
        CaseStep.BetweenKinks => Difference(direction, StepBetweenKinks),
        _ when _row.HasKinks => Difference(direction, StepBesideKinks),
        _ => [.. Difference(direction, SmallStep).Zip(Difference(direction, 2 * SmallStep), (near, far) => ((4 * near) - far) / 3)],
    };

    /// <summary>
    /// Without a kink, first differences over one and over two steps are alike, and second differences grow with the square of the step.
    /// </summary>
    private bool IsNearKink(float[] direction)
    {
        double[] near = Difference(direction, StepBesideKinks);
        double[] far = Difference(direction, 2 * StepBesideKinks);
        double[] nearBend = Bend(direction, StepBesideKinks);
        double[] farBend = Bend(direction, 2 * StepBesideKinks);
        double visible = VisibleKink * Norm(near);
        return Norm(near.Zip(far, (a, b) => a - b)) > visible || Norm(nearBend.Zip(farBend, (a, b) => a - (b / 4))) > visible * StepBesideKinks;
    }

    private double[] Bend(float[] direction, float step)
    {
        double[] above = OutputsAt(direction, step);
        double[] below = OutputsAt(direction, -step);
        return [.. OutputsAt(direction, 0).Select((middle, i) => above[i] - (2 * middle) + below[i])];
    }

    private double[] Difference(float[] direction, float step)
    {
        double[] below = OutputsAt(direction, -step);
        return [.. OutputsAt(direction, step).Select((above, i) => (above - below[i]) / (2 * step))];
    }

    private double[] OutputsAt(float[] direction, float step) =>
        [.. _model.Outputs([.. _image.Zip(direction, (x, v) => x + (step * v))]).SelectMany(part => part).Select(value => (double)value)];

    /// <summary>
    /// What rounding to float makes of a difference: of the outputs, and of the inputs and sums on the way, which count as inputs that are
    /// off by their last bit (terms that cancel leave an output that is much smaller than they are).
    /// </summary>
    private double Rounding(float[] gradient)
    {
        double step = _row.Step switch
        {
            CaseStep.One => 1,
            CaseStep.BetweenKinks => StepBetweenKinks,
            _ => _row.HasKinks ? StepBesideKinks : SmallStep,
        };
        IEnumerable<double> products = _model.Outputs(_image).Zip(_seeds).SelectMany(pair => pair.First.Zip(pair.Second, (y, seed) => (double)y * seed));
        IEnumerable<double> terms = gradient.Zip(_image, (slope, x) => (double)slope * x);
        return 2 * LastBit * (Norm(products) + Norm(terms)) / step;
    }

    private float[][] Seeds(int salt) =>
        [.. _row.From.Select((tensor, i) => Numbers.Seeded((int)_model.ShapeOf(tensor).ElementCount, _row.Seed + (1000 * salt) + i))];

    private static float[] Joined(float[] first, float[] second, BatchedShape shape)
    {
        int before = shape.Sizes.Take(shape.BatchAxis!.Value).Aggregate(1, (product, size) => product * size);
        int length = first.Length / before;
        return [.. Enumerable.Range(0, before).SelectMany(i => new[] { first, second }.SelectMany(part => part.Skip(i * length).Take(length)))];
    }

    private static double Norm(IEnumerable<float> values) => Norm(values.Select(value => (double)value));

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private static double Dot(float[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    public void Dispose() => _model.Dispose();
}
