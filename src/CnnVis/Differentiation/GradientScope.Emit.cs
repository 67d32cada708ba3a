using CnnVis.Differentiation;
using CnnVis.Onnx;
using CnnVis.Runtime.Kernels;
using Google.Protobuf;
using AttributeType = CnnVis.Onnx.AttributeProto.Types.AttributeType;

namespace CnnVis;

/// <content>What rules emit.</content>
public sealed partial class GradientScope
{
    private const float SteepestSlope = 1.7014118E+38f;

    private const int FloatElement = (int)TensorProto.Types.DataType.Float;

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operatorType">An operator of ONNX's own domain at opset 18.</param>
    /// <param name="inputs">Its inputs; null for an optional one that is left out.</param>
    /// <param name="attributes">Its attributes: long, float, string, long[] or float[].</param>
    /// <returns>The output.</returns>
    public GraphValue Op(string operatorType, IReadOnlyList<GraphValue?> inputs, params (string Name, object Value)[] attributes) =>
        _tensors.Emitter.Emit(operatorType, inputs, [.. attributes.Select(attribute => ToAttribute(attribute.Name, attribute.Value))]);

    /// <summary>Chooses element by element.</summary>
    /// <param name="condition">A boolean tensor.</param>
    /// <param name="yes">Where it is true.</param>
    /// <param name="no">Where it is false.</param>
    /// <returns>The choice.</returns>
    public GraphValue Where(GraphValue condition, GraphValue yes, GraphValue no) => Op("Where", [condition, yes, no]);

    /// <summary>Keeps a value where a condition is true; 0 elsewhere.</summary>
    /// <param name="condition">A boolean tensor.</param>
    /// <param name="yes">Where it is true.</param>
    /// <returns>The choice.</returns>
    public GraphValue Where(GraphValue condition, GraphValue yes) => Where(condition, yes, Constant(0));

    /// <summary>A single number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>A tensor of rank 0.</returns>
    public GraphValue Constant(float value) => _tensors.Emitter.Constant([value], []);

    /// <summary>Numbers in a shape.</summary>
    /// <param name="values">The elements, row by row.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>The tensor.</returns>
    public GraphValue Constant(float[] values, params long[] shape) => _tensors.Emitter.Constant(values, shape);

    /// <summary>A list of integers, as operators take axes and shapes.</summary>
    /// <param name="values">The integers.</param>
    /// <returns>A tensor of rank 1.</returns>
    public GraphValue List(params long[] values) => _tensors.Emitter.Constant(values, [values.Length]);

    /// <summary>Gives a value the shape of an input; the number of images may be any.</summary>
    /// <param name="value">A value of as many elements.</param>
    /// <param name="input">The input's position.</param>
    /// <returns>The value in the input's shape.</returns>
    public GraphValue ReshapeToX(GraphValue value, int input = 0) => Reshape(value, InputShape(input));

    /// <summary>Reduces over axes, which stay with length 1.</summary>
    /// <param name="operatorType">ReduceSum, ReduceMean, ReduceMax or another.</param>
    /// <param name="value">The value.</param>
    /// <param name="axes">The axes.</param>
    /// <returns>The reduced value.</returns>
    public GraphValue Reduce(string operatorType, GraphValue value, IEnumerable<int> axes) =>
        Op(operatorType, [value, List([.. axes.Select(axis => (long)axis)])], ("keepdims", 1L), ("noop_with_empty_axes", 1L));

    /// <summary>
    /// Sums a value of the output's shape over the axes along which an input was broadcast. Rules of ONNX's own elementwise operators need
    /// not call it; rules of operators of your own do.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="input">The input's position.</param>
    /// <returns>The sums, in the input's shape.</returns>
    public GraphValue SumToX(GraphValue value, int input) => SumTo(value, OutputShape(), InputShape(input));

    internal GraphValue Reshape(GraphValue value, BatchedShape shape) => Op("Reshape", [value, List(shape.ForReshape())]);

    internal GraphValue Reshape(GraphValue value, BatchedShape from, BatchedShape to) => from.SameAs(to) ? value : Reshape(value, to);

    internal GraphValue Expand(GraphValue value, BatchedShape shape) => Op("Expand", [value, List(shape.ForExpand())]);

    internal GraphValue Transpose(GraphValue value, IEnumerable<int> permutation) =>
        Op("Transpose", [value], ("perm", permutation.Select(axis => (long)axis).ToArray()));

    internal GraphValue Sum(GraphValue value, IEnumerable<int> axes) => Reduce("ReduceSum", value, axes);

    internal GraphValue Mean(GraphValue value, IEnumerable<int> axes) => Reduce("ReduceMean", value, axes);

    /// <summary>A boolean as 0 and 1.</summary>
    internal GraphValue ToFloat(GraphValue value) => Op("Cast", [value], ("to", (long)FloatElement));

    /// <summary>
    /// 1 where a value is above a bound, else 0. A HardSigmoid so steep that the next number after the bound is beyond its ramp does it in one
    /// vectorised pass; Greater, and Where behind it, take two and a half times as long.
    /// </summary>
    internal GraphValue Above(GraphValue value, float bound)
    {
        float slope = SlopeThatReaches1(MathF.BitIncrement(bound) - bound);
        return Op("HardSigmoid", [value], ("alpha", slope), ("beta", -slope * bound));
    }

    /// <summary>1 where a value is below a bound, else 0.</summary>
    internal GraphValue Below(GraphValue value, float bound)
    {
        float slope = SlopeThatReaches1(bound - MathF.BitDecrement(bound));
        return Op("HardSigmoid", [value], ("alpha", -slope), ("beta", slope * bound));
    }

    /// <summary>What arrives where a tensor is strictly between two bounds, 0 elsewhere; null for a bound that is not there.</summary>
    internal GraphValue Between(GraphValue arriving, GraphValue value, float? low, float? high)
    {
        if (low is null && high is null)
        {
            return arriving;
        }

        if (UsesKernels)
        {
            return Kernel(GateKernel.Operator, [arriving, value], ("low", low ?? float.NegativeInfinity), ("high", high ?? float.PositiveInfinity));
        }

        GraphValue aboveLow = low is { } lowest ? arriving * Above(value, lowest) : arriving;
        return high is { } highest ? aboveLow * Below(value, highest) : aboveLow;
    }

    /// <summary>Whether kernels of ours may be emitted.</summary>
    internal bool UsesKernels => _tensors.Emitter.UsesKernels;

    /// <summary>Adds a node that a kernel of ours computes.</summary>
    internal GraphValue Kernel(string kernel, IReadOnlyList<GraphValue> inputs, params (string Name, object Value)[] attributes) =>
        _tensors.Emitter.EmitKernel(kernel, inputs, [.. attributes.Select(attribute => ToAttribute(attribute.Name, attribute.Value))]);

    /// <summary>Keeps an infinite slope from becoming 0 x infinity where something after it stops the gradient.</summary>
    internal GraphValue Finite(GraphValue value) => Op("Clip", [value, Constant(float.MinValue), Constant(float.MaxValue)]);

    internal GraphValue Equal(GraphValue a, GraphValue b) => Op("Equal", [a, b]);

    internal GraphValue Bools(bool[] values, params long[] shape) => _tensors.Emitter.Constant(values, shape);

    internal GraphValue Integers(long[] values, params long[] shape) => _tensors.Emitter.Constant(values, shape);

    internal GraphValue[] Split(GraphValue value, int axis, IReadOnlyList<long> sizes) =>
        _tensors.Emitter.Emit("Split", [value, List([.. sizes])], [ToAttribute("axis", (long)axis)], sizes.Count);

    internal GraphValue[] Outputs(string operatorType, IReadOnlyList<GraphValue?> inputs, int outputs, params (string Name, object Value)[] attributes) =>
        _tensors.Emitter.Emit(operatorType, inputs, [.. attributes.Select(attribute => ToAttribute(attribute.Name, attribute.Value))], outputs);

    /// <summary>Zeros of a shape, for as many images as there are.</summary>
    internal GraphValue Zeros(BatchedShape shape) => Op("Expand", [Constant(0), _tensors.RunShape(shape)]);

    /// <summary>Zeros for an input whatever dL/dy is, which is looked at and found not to matter.</summary>
    internal GraphValue NoGradient(int input)
    {
        _ = Dy;
        return Zeros(InputShape(input));
    }

    internal GraphValue RunShape(BatchedShape shape) => _tensors.RunShape(shape);

    /// <summary>dL/dy of an output, zeros where the target does not depend on it.</summary>
    internal GraphValue DyOrZeros(int output) => DyOf(output) ?? Zeros(OutputShape(output));

    /// <summary>Sums over the axes along which a value was broadcast.</summary>
    internal GraphValue SumTo(GraphValue value, BatchedShape from, BatchedShape to)
    {
        int extra = from.Rank - to.Rank;
        int[] axes =
        [
            .. Enumerable.Range(0, from.Rank).Where(axis =>
                axis < extra || from[axis] != to[axis - extra] || (axis == from.BatchAxis && axis - extra != to.BatchAxis)),
        ];
        GraphValue summed = axes.Length == 0 ? value : Sum(value, axes);
        return extra == 0 ? summed : Reshape(summed, to);
    }

    // A power of two, so that the products are exact. Next to 0 lie numbers too small for that; every normal one is far enough.
    private static float SlopeThatReaches1(float distance) => MathF.Min(MathF.Pow(2, -MathF.Floor(MathF.Log2(distance))), SteepestSlope);

    private static AttributeProto ToAttribute(string name, object value) => value switch
    {
        long integer => GraphEdits.IntAttribute(name, integer),
        long[] integers => GraphEdits.IntsAttribute(name, integers),
        float number => new AttributeProto { Name = name, F = number, Type = AttributeType.Float },
        float[] numbers => new AttributeProto { Name = name, Floats = { numbers }, Type = AttributeType.Floats },
        string text => new AttributeProto { Name = name, S = ByteString.CopyFromUtf8(text), Type = AttributeType.String },
        _ => throw new ArgumentException($"The attribute '{name}' is a {value.GetType().Name}; give a long, float, string, long[] or float[]."),
    };
}
