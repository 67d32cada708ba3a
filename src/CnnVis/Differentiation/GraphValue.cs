using CnnVis.Differentiation;

namespace CnnVis;

/// <summary>
/// A tensor of the backward graph while it is being built: what gradient rules compute with. Its operators add nodes to the graph and
/// broadcast as ONNX does.
/// </summary>
public sealed class GraphValue
{
    private readonly GraphEmitter _emitter;

    internal GraphValue(GraphEmitter emitter, string name)
    {
        _emitter = emitter;
        Name = name;
    }

    /// <summary>What a rule answers where nothing flows to an input: the walk does not go on behind it.</summary>
    internal static GraphValue Nothing { get; } = new(null!, "");

    /// <summary>The tensor's name in the graph.</summary>
    public string Name { get; }

    /// <summary>The sum.</summary>
    public static GraphValue operator +(GraphValue a, GraphValue b) => a.Binary("Add", b);

    /// <summary>The sum with a number.</summary>
    public static GraphValue operator +(GraphValue a, float b) => a + a.Scalar(b);

    /// <summary>The difference.</summary>
    public static GraphValue operator -(GraphValue a, GraphValue b) => a.Binary("Sub", b);

    /// <summary>The difference from a number.</summary>
    public static GraphValue operator -(float a, GraphValue b) => b.Scalar(a) - b;

    /// <summary>The negative.</summary>
    public static GraphValue operator -(GraphValue a) => a.Unary("Neg");

    /// <summary>The product.</summary>
    public static GraphValue operator *(GraphValue a, GraphValue b) => a.Binary("Mul", b);

    /// <summary>The product with a number.</summary>
    public static GraphValue operator *(GraphValue a, float b) => a * a.Scalar(b);

    /// <summary>The product with a number.</summary>
    public static GraphValue operator *(float a, GraphValue b) => b * a;

    /// <summary>The quotient.</summary>
    public static GraphValue operator /(GraphValue a, GraphValue b) => a.Binary("Div", b);

    /// <summary>The quotient by a number.</summary>
    public static GraphValue operator /(GraphValue a, float b) => a / a.Scalar(b);

    /// <summary>A number by the value.</summary>
    public static GraphValue operator /(float a, GraphValue b) => b.Scalar(a) / b;

    /// <summary>Where the value is above a number (boolean).</summary>
    public static GraphValue operator >(GraphValue a, float b) => a > a.Scalar(b);

    /// <summary>Where the value is below a number (boolean).</summary>
    public static GraphValue operator <(GraphValue a, float b) => a < a.Scalar(b);

    /// <summary>Where the first is above the second (boolean).</summary>
    public static GraphValue operator >(GraphValue a, GraphValue b) => a.Binary("Greater", b);

    /// <summary>Where the first is below the second (boolean).</summary>
    public static GraphValue operator <(GraphValue a, GraphValue b) => a.Binary("Less", b);

    /// <summary>Where both are true.</summary>
    public static GraphValue operator &(GraphValue a, GraphValue b) => a.Binary("And", b);

    /// <summary>Where one is true.</summary>
    public static GraphValue operator |(GraphValue a, GraphValue b) => a.Binary("Or", b);

    /// <summary>Where it is false.</summary>
    public static GraphValue operator !(GraphValue a) => a.Unary("Not");

    /// <summary>Applies an operator of one input, such as Exp, to the value.</summary>
    /// <param name="operatorType">The operator, as ONNX opset 18 knows it.</param>
    /// <returns>The result.</returns>
    public GraphValue Unary(string operatorType) => _emitter.Emit(operatorType, [this], []);

    /// <summary>Applies an operator of two inputs, such as Pow, to the value and another.</summary>
    /// <param name="operatorType">The operator, as ONNX opset 18 knows it.</param>
    /// <param name="other">The second input.</param>
    /// <returns>The result.</returns>
    public GraphValue Binary(string operatorType, GraphValue other) => _emitter.Emit(operatorType, [this, other], []);

    private GraphValue Scalar(float value) => _emitter.Constant([value], []);
}
