using CnnVis.Onnx;

namespace CnnVis.TensorBoard;

/// <summary>Names as TensorFlow allows them, each given once. TensorBoard folds what is before a slash.</summary>
internal sealed class GraphNames
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>
    /// A node's name. Where an exporter wrote scopes with dots, as PyTorch names its modules, they become slashes; dots beside slashes are parts of
    /// names, and in names like p2o.Conv.0 they hold a counter. Nodes without a name have that of their output.
    /// </summary>
    public string OfNode(NodeProto node)
    {
        string name = node.DisplayName();
        bool hasDottedScopes = node.Name.Length > 0 && !name.Contains('/', StringComparison.Ordinal) && !name.Split('.').Contains(node.OpType);
        return Once(Valid(hasDottedScopes ? name.Replace('.', '/') : name.All(char.IsAsciiDigit) ? $"{node.OpType}_{name}" : name));
    }

    /// <summary>The name of an input or a stored tensor, whose dots are no scopes.</summary>
    public string OfTensor(string name) => Once(Valid(name));

    private static string Valid(string name)
    {
        string valid = string.Join('/', name.Split('/').Where(part => part.Length > 0).Select(part => string.Concat(part.Select(letter => IsAllowed(letter) ? letter : '_'))));
        return valid.Length > 0 && (char.IsAsciiLetterOrDigit(valid[0]) || valid[0] == '.') ? valid : $"n{valid}";
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-';

    private string Once(string name)
    {
        string unique = name;
        for (int number = 1; !_given.Add(unique); number++)
        {
            unique = $"{name}_{number}";
        }

        return unique;
    }
}
