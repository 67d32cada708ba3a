using System.Numerics.Tensors;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation.Checking;

/// <summary>
/// Compares one node's rule with differences of the node: g J v, where v is a random direction and g weighs each output by how much it
/// moved, so that nothing cancels. Outputs that moved unevenly forward and back sit at a kink and count nothing; which they are
/// follows from the node alone, never from its rule.
/// </summary>
internal sealed class NodeCheck(ForwardGraph forward, GradientRules rules, SessionSettings settings, TensorRun run)
{
    private const int Seed = 20240229;
    private const double UnevenAt = 0.02;

    // Smaller movements, relative to the output, drown in its rounding.
    private const float LeastMovement = 1f / (1 << 14);

    // ONNX Runtime approximates these to so many digits after the point, also where their values are tiny.
    private static readonly HashSet<string> ApproximatedAbsolutely = ["Sigmoid", "Tanh", "Erf", "Softplus", "Mish", "Gelu"];

    // Relative to the size of the input: the first is best for float32, the others for steep or flat functions.
    private static readonly float[] SmoothSteps = [1e-2f, 1e-3f, 1e-1f, 1];

    public NodeGradientCheck Check(NodeProto node, string input, IReadOnlyList<string> outputs)
    {
        if (forward[input].Kind != ElementKind.Float || outputs.Any(output => forward[output].Kind != ElementKind.Float))
        {
            return Result(node, input, 0, 0, "codes of quantised numbers cannot be moved a little");
        }

        BackwardGraph backward = BackwardGraphBuilder.Build(forward, [node], rules, outputs, [input]);
        if (backward.IsStraightThrough)
        {
            return Result(node, input, 0, 0, "it rounds, and the gradient passes as if it did not");
        }

        using GraphRunner function = Function(node, input, outputs);
        using var gradient = new GraphRunner(backward.Model, forward.Model.Name, settings);
        NodeGradientCheck[] compared =
        [
            .. Steps(node, input, outputs)
                .Select(step => Compare(node, input, outputs, function, gradient, backward, step))
                .Where(check => check.Numeric != 0 || check.Analytic != 0),
        ];
        return compared.Length > 0
            ? compared.MinBy(check => check.RelativeError)!
            : Result(node, input, 0, 0, "nothing that it computes for this image moves with its input");
    }

    private NodeGradientCheck Compare(
        NodeProto node, string input, IReadOnlyList<string> outputs, GraphRunner function, GraphRunner gradient, BackwardGraph backward, float step)
    {
        float[] x = run.Floats(input);
        float[] v = Direction(x, step);
        float[][] here = Run(function, node, input, x);
        float[][] ahead = Run(function, node, input, Moved(x, v, 1));
        float[][] behind = Run(function, node, input, Moved(x, v, -1));

        double numeric = 0;
        var seeds = new List<(string, ReadOnlyMemory<float>, int[])>();
        for (int i = 0; i < outputs.Count; i++)
        {
            float[] weights = Weights(node, input, here[i], ahead[i], behind[i]);
            numeric += Enumerable.Range(0, weights.Length)
                .Where(k => weights[k] != 0)
                .Sum(k => weights[k] * ((double)ahead[i][k] - behind[i][k]) / 2);

            seeds.Add((backward.Seeds[outputs[i]], weights, run.ShapeOf(outputs[i])));
        }

        using TensorRun gradients = gradient.Run(seeds, run, backward.Saved, CancellationToken.None);
        float[] dx = gradients.Floats(backward.Gradients[input]);
        double analytic = 0;
        for (int k = 0; k < dx.Length; k++)
        {
            analytic += (double)dx[k] * v[k];
        }

        return Result(node, input, numeric, analytic, skipped: null);
    }

    /// <summary>How far each output moved, 0 where it sits at a kink.</summary>
    private static float[] Weights(NodeProto node, string input, float[] here, float[] ahead, float[] behind)
    {
        bool isLinear = IsLinear(node, input);
        float leastSize = ApproximatedAbsolutely.Contains(node.OpType) ? 1 : 0;
        float[] weights = new float[here.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            float forwards = ahead[k] - here[k];
            float backwards = here[k] - behind[k];
            float movement = (forwards + backwards) / 2;
            bool isEven = isLinear || Math.Abs(forwards - backwards) <= UnevenAt * Math.Max(Math.Abs(forwards), Math.Abs(backwards));
            bool isMeasurable = float.IsFinite(movement) && Math.Abs(movement) > LeastMovement * Math.Max(Math.Abs(here[k]), leastSize);
            weights[k] = isEven && isMeasurable ? movement : 0;
        }

        float largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(weights));
        if (largest > 0)
        {
            TensorPrimitives.Divide(weights, largest, weights);
        }

        return weights;
    }

    private static float[] Direction(float[] x, float scale) => [.. x.Select((_, k) => scale * new CounterRandom(Seed).Uniform(sample: 0, k))];

    private static float[] Moved(float[] x, float[] v, int sign) => [.. x.Zip(v, (a, b) => a + (sign * b))];

    private float[][] Run(GraphRunner function, NodeProto node, string input, float[] x)
    {
        string[] others =
        [
            .. OnnxGraph.InputsOf(node).Distinct().Where(tensor => tensor != input && !forward[tensor].IsConstant),
        ];
        using TensorRun result = function.Run([(input, x, run.ShapeOf(input))], run, others, CancellationToken.None);
        return [.. function.Outputs.Select(result.Floats)];
    }

    private GraphRunner Function(NodeProto node, string input, IReadOnlyList<string> outputs)
    {
        ILookup<bool, string> stored = OnnxGraph.InputsOf(node).Distinct().ToLookup(tensor => tensor != input && forward[tensor].IsConstant);
        ModelProto function = forward.Model.Proto.OfNode(node, stored[false].Select(forward.Declare), stored[true].Select(forward.NamedConstant), outputs);
        return new GraphRunner(function, forward.Model.Name, settings);
    }

    /// <summary>How far to move: any distance for linear operators, so as far as the outputs are large, or their rounding would show.</summary>
    private float[] Steps(NodeProto node, string input, IReadOnlyList<string> outputs)
    {
        float size = SizeOf(run.Floats(input));
        float unit = size > 0 ? size : 1;
        return IsLinear(node, input)
            ? [unit, Math.Max(unit, outputs.Max(output => SizeOf(run.Floats(output))))]
            : Array.ConvertAll(SmoothSteps, step => step * unit);
    }

    private static float SizeOf(float[] values) => values.Length == 0 ? 0 : TensorPrimitives.Norm<float>(values) / MathF.Sqrt(values.Length);

    private static bool IsLinear(NodeProto node, string input) => node.OpType switch
    {
        // Linear in each factor, not in both at once.
        "Mul" or "MatMul" or "Gemm" or "Einsum" or "Conv" or "ConvTranspose" => node.Input.Count(name => name == input) == 1,
        "Div" => node.Input[1] != input,
        "Add" or "Sub" or "Sum" or "Mean" or "Neg" or "AveragePool" or "GlobalAveragePool" or "BatchNormalization" or "Resize" or "Upsample"
            or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose" or "Identity" or "Dropout" or "Concat" or "Split" or "Slice"
            or "Pad" or "Expand" or "Tile" or "Gather" or "GatherElements" or "GatherND" or "DepthToSpace" or "SpaceToDepth" or "ReduceSum"
            or "ReduceMean" or "CumSum" or "Trilu" or "Cast" or "Col2Im" => true,
        _ => false,
    };

    private static NodeGradientCheck Result(NodeProto node, string input, double numeric, double analytic, string? skipped) =>
        new(node.DisplayName(), node.QualifiedType(), input, numeric, analytic, skipped);
}
