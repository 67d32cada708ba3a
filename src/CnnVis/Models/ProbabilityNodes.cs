using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>The operators that turn what the graph ends in into probabilities.</summary>
internal static class ProbabilityNodes
{
    private const string Name = "cnnvis_probabilities";

    /// <summary>The tensor of probabilities and the nodes that must be added for it: none where the graph computes it already.</summary>
    public static (string Tensor, NodeProto[] Nodes) For(ScoreTensors scores, ModelOutput output, int opset) => scores.Kind switch
    {
        _ when output.Form == OutputForm.Raw => (scores.Output, []),
        OutputKind.LogSoftmax => (Name, [GraphEdits.NewNode("Exp", Name, [scores.Output], Name)]),
        OutputKind.Logits when output.ClassCount == 1 => (Name, [GraphEdits.NewNode("Sigmoid", Name, [scores.Output], Name)]),
        OutputKind.Logits => (Name, Softmax(scores.Output, output, opset)),
        _ => (scores.Output, []),
    };

    private static NodeProto[] Softmax(string logits, ModelOutput output, int opset)
    {
        int missing = output.HasBatchAxis ? 0 : 1;
        int rank = output.Shape.Count - missing;
        int axis = ClassAxis(output) - missing;
        // Before opset 13 Softmax flattens everything from its axis on: that is the same where the class is the only axis left.
        bool flattens = opset < 13 && output.Shape.Skip(missing + axis + 1).Any(size => size > 1);
        if (!flattens)
        {
            return [GraphEdits.NewNode("Softmax", Name, [logits], Name, GraphEdits.IntAttribute("axis", axis))];
        }

        long[] classLast = [.. Enumerable.Range(0, rank).Where(i => i != axis).Append(axis)];
        long[] back = [.. Enumerable.Range(0, rank).Select(i => (long)Array.IndexOf(classLast, i))];
        return
        [
            GraphEdits.NewNode("Transpose", $"{Name}_last", [logits], $"{Name}_last", GraphEdits.IntsAttribute("perm", classLast)),
            GraphEdits.NewNode("Softmax", $"{Name}_softmax", [$"{Name}_last"], $"{Name}_softmax", GraphEdits.IntAttribute("axis", rank - 1)),
            GraphEdits.NewNode("Transpose", Name, [$"{Name}_softmax"], Name, GraphEdits.IntsAttribute("perm", back)),
        ];
    }

    private static int ClassAxis(ModelOutput output)
    {
        if (output.Form == OutputForm.Classes)
        {
            // The only axis longer than 1 after the batch.
            return Math.Max(1, output.Shape.ToList().FindIndex(1, size => size == output.ClassCount));
        }

        return output.ClassesLast ? output.Shape.Count - 1 : 1;
    }
}
