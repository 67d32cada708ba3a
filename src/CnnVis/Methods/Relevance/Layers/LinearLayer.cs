using CnnVis.Differentiation;

namespace CnnVis.Methods;

/// <summary>A layer y = W x + b with constant weights, as rules of relevance see it.</summary>
internal abstract class LinearLayer
{
    private readonly bool _ignoresBias;
    private readonly RelevanceGraph _graph;
    private readonly Dictionary<WeightPart, GraphValue> _weights = [];

    protected LinearLayer(GradientScope scope, LrpBias bias)
    {
        Scope = scope;
        _ignoresBias = bias == LrpBias.Ignore;
        _graph = RelevanceGraph.Of(scope.Forward, scope.Rules);
    }

    public GradientScope Scope { get; }

    /// <summary>Whether it is among the first layers that the image reaches.</summary>
    public bool IsFirst => _graph.IsFirstLayer(Scope.Node);

    /// <summary>Whether every output sees every input: a dense layer, also where a convolution computes it.</summary>
    public abstract bool IsDense { get; }

    /// <summary>Whether there is no relevance where z is negative: nothing but ReLUs read it, and their zeros get none.</summary>
    public bool IsRectified => !LeavesBiasOut && _graph.IsRectified(Scope.OutputName(0));

    public GraphValue X => Scope.X(0);

    public GraphValue PositiveX => IsNonNegative ? X : X.Unary("Relu");

    /// <summary>What is negative in x; null where it is known that nothing is.</summary>
    public GraphValue? NegativeX => IsNonNegative ? null : Scope.Op("Clip", [X, null, Scope.Constant(0)]);

    /// <summary>W x + b.</summary>
    public abstract GraphValue Y { get; }

    /// <summary>W x + b, or W x where biases are ignored.</summary>
    public GraphValue Z => LeavesBiasOut ? Y - InOutputShape(GivenBias!) : Y;

    /// <summary>A part of the bias and a stabiliser, a number for each channel of the output; null where nothing is to be added.</summary>
    public float[]? Bias(WeightPart part, float stabilizer = 0) =>
        !_ignoresBias && GivenBias is { } bias ? Array.ConvertAll(bias, value => part.Of(value) + stabilizer)
        : stabilizer != 0 ? [.. Enumerable.Repeat(stabilizer, OutputChannels)]
        : null;

    /// <summary>A part of the weights times x, plus a bias.</summary>
    public abstract GraphValue Forward(WeightPart part, GraphValue x, float[]? bias = null);

    /// <summary>The same part of the weights transposed times s.</summary>
    public abstract GraphValue Backward(WeightPart part, GraphValue s);

    protected RelevanceGraph Graph => _graph;

    protected abstract float[]? GivenBias { get; }

    protected abstract (float[] Values, long[] Shape) GivenWeights { get; }

    /// <summary>A number for each channel, in a shape that broadcasts to the output.</summary>
    protected abstract GraphValue InOutputShape(float[] channels);

    /// <summary>A part of the weights, stored once.</summary>
    protected GraphValue Weights(WeightPart part)
    {
        if (!_weights.TryGetValue(part, out GraphValue? known))
        {
            (float[] values, long[] shape) = GivenWeights;
            _weights[part] = known = Scope.Constant(Array.ConvertAll(values, part.Of), shape);
        }

        return known;
    }

    private int OutputChannels => Scope.ShapeOfY()[LinearLayers.ChannelAxis(Scope.Forward, Scope.Node)];

    private bool LeavesBiasOut => _ignoresBias && GivenBias is not null;

    private bool IsNonNegative => _graph.IsNonNegative(Scope.InputName(0));
}
