using CnnVis.Onnx;

namespace CnnVis.Differentiation.Preparation;

/// <summary>Writes the bodies of model-local functions in place of the nodes that call them.</summary>
internal static class FunctionInliner
{
    // A function may call others, but by the standard never itself; a file that does is left as it is and refused by the runtime.
    private const int MaxNesting = 32;

    public static OnnxModel Apply(OnnxModel model)
    {
        if (model.Proto.Functions.Count == 0)
        {
            return model;
        }

        ModelProto proto = model.Proto.With(model.Proto.Graph.Node, []);
        for (int depth = 0; depth < MaxNesting && proto.Graph.Node.Any(node => Find(proto, node) is not null); depth++)
        {
            proto = proto.With([.. proto.Graph.Node.SelectMany(node => Find(proto, node) is { } function ? Expand(node, function) : [node])], []);
        }

        foreach (OperatorSetIdProto import in proto.Functions.SelectMany(function => function.OpsetImport))
        {
            if (!proto.OpsetImport.Any(known => SameDomain(known, import)))
            {
                proto.OpsetImport.Add(import);
            }
        }

        return new OnnxModel(proto, model.Name, model.Folder);
    }

    // A function of another opset than the model's cannot be written out; it stays, and a gradient that needs it names it.
    private static FunctionProto? Find(ModelProto model, NodeProto node) => model.Functions.FirstOrDefault(function =>
        function.Name == node.OpType
        && function.Domain == node.Domain
        && function.Overload == node.Overload
        && function.OpsetImport.All(import => model.OpsetImport.All(known => !SameDomain(known, import) || known.Version == import.Version)));

    private static bool SameDomain(OperatorSetIdProto a, OperatorSetIdProto b) =>
        a.Domain == b.Domain || (a.Domain is "" or "ai.onnx" && b.Domain is "" or "ai.onnx");

    private static List<NodeProto> Expand(NodeProto call, FunctionProto function)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < function.Input.Count; i++)
        {
            names[function.Input[i]] = i < call.Input.Count ? call.Input[i] : "";
        }

        for (int i = 0; i < function.Output.Count; i++)
        {
            if (i < call.Output.Count && call.Output[i].Length > 0)
            {
                names[function.Output[i]] = call.Output[i];
            }
        }

        var copy = new BodyCopy($"{call.Output.First(output => output.Length > 0)}/", names, attribute => Resolve(attribute, call, function));
        copy.Add(function.Node);
        return copy.Nodes;
    }

    /// <summary>An attribute of the body that refers to one of the call takes its value, or the function's default.</summary>
    private static AttributeProto? Resolve(AttributeProto attribute, NodeProto call, FunctionProto function)
    {
        if (!attribute.HasRefAttrName || attribute.RefAttrName.Length == 0)
        {
            return attribute;
        }

        AttributeProto? given = call.Attribute.Concat(function.AttributeProto).FirstOrDefault(candidate => candidate.Name == attribute.RefAttrName)?.Clone();
        if (given is not null)
        {
            given.Name = attribute.Name;
        }

        return given;
    }
}
