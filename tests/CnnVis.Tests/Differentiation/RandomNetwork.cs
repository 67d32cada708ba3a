using CnnVis.Onnx;
using CnnVis.Tests.Support;
using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

/// <summary>A small network in which any layer may read any earlier tensor: fan-out, residuals, joins.</summary>
internal sealed class RandomNetwork
{
    private const int Channels = 2;
    private const int Size = 4;

    private readonly List<NodeProto> _nodes = [];
    private readonly List<CaseInput> _inputs = [X(1, Channels, Size, Size)];
    private readonly List<(string Name, int Channels, int Size)> _tensors = [("x0", Channels, Size)];

    private RandomNetwork(int[] choices)
    {
        for (int i = 0; i + 2 < choices.Length; i += 3)
        {
            Add(choices[i], Pick(_tensors, choices[i + 1]), choices[i + 2]);
        }
    }

    public static GradientCase From(int[] choices)
    {
        var network = new RandomNetwork(choices);
        HashSet<string> read = [.. network._nodes.SelectMany(node => node.Input)];
        string[] ends = [.. network._tensors.Skip(1).Select(tensor => tensor.Name).Where(name => !read.Contains(name))];
        string layers = string.Join(' ', network._nodes.Select(node => $"{node.Output[0]}={node.OpType}({string.Join(',', node.Input)})"));
        return Smooth("network", 13, [.. network._inputs]).Noted(layers).As([.. network._nodes]).WithOutputs(ends, ends) with { HasKinks = true };
    }

    private void Add(int choice, (string Name, int Channels, int Size) a, int choiceOfB)
    {
        (string Name, int Channels, int Size) alike = Pick([.. _tensors.Where(t => t.Size == a.Size && t.Channels == a.Channels)], choiceOfB);
        (string Name, int Channels, int Size) joinable = Pick([.. _tensors.Where(t => t.Size == a.Size)], choiceOfB);
        string output = $"t{_tensors.Count}";
        switch (choice % 10)
        {
            case 0:
                AddNode(Node("Relu", [a.Name], [output]), a.Channels, a.Size);
                break;
            case 1:
                AddNode(Node("Sigmoid", [a.Name], [output]), a.Channels, a.Size);
                break;
            case 2:
                AddNode(Node("Add", [a.Name, alike.Name], [output]), a.Channels, a.Size);
                break;
            case 3:
                AddNode(Node("Mul", [a.Name, alike.Name], [output]), a.Channels, a.Size);
                break;
            case 4:
                AddNode(
                    Node("Concat", [a.Name, joinable.Name, a.Name], [output], Int("axis", 1)),
                    (2 * a.Channels) + joinable.Channels,
                    a.Size);
                break;
            case 5 when a.Size > 1:
                AddNode(Node("MaxPool", [a.Name], [output], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)), a.Channels, a.Size / 2);
                break;
            case 6:
                AddNode(Node("MaxPool", [a.Name], [output], Ints("kernel_shape", 3, 3), Ints("pads", 1, 1, 1, 1)), a.Channels, a.Size);
                break;
            case 7 when a.Size > 1:
                AddNode(Node("AveragePool", [a.Name], [output], Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)), a.Channels, a.Size / 2);
                break;
            case 8 when a.Size < 8:
                AddNode(
                    Node("Resize", [a.Name, "", Store(FloatList(1, 1, 2, 2))], [output], Text("mode", "linear")), a.Channels, 2 * a.Size);
                break;
            default:
                int[] shape = [Channels, a.Channels, 3, 3];
                float[] weights = [.. Numbers.Seeded(Channels * a.Channels * 9, choiceOfB).Select(value => value / MathF.Sqrt(3 * a.Channels))];
                AddNode(Node("Conv", [a.Name, Store(Floats(weights, shape))], [output], Ints("pads", 1, 1, 1, 1)), Channels, a.Size);
                break;
        }
    }

    private void AddNode(NodeProto node, int channels, int size)
    {
        _nodes.Add(node);
        _tensors.Add((node.Output[0], channels, size));
    }

    private string Store(CaseInput input)
    {
        _inputs.Add(input);
        return $"x{_inputs.Count - 1}";
    }

    private static T Pick<T>(List<T> from, int choice) => from[choice % from.Count];
}
