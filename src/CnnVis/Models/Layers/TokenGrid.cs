using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>Which of a transformer's tokens stand for which place of the image.</summary>
/// <param name="Before">How many tokens lie before those of the image: a class token, registers.</param>
/// <param name="Height">Rows of places.</param>
/// <param name="Width">Columns of places.</param>
internal sealed record TokenGrid(int Before, int Height, int Width)
{
    // A map cut into tokens has about the image's proportions.
    private const double MostDistortion = 2;

    /// <summary>
    /// Read from the graph: a map of as many places lies before the tensor, and where there are more tokens, a Concat put them there. Null where
    /// nothing of the kind is found.
    /// </summary>
    /// <param name="tensor">A tensor of [N, tokens, channels].</param>
    /// <param name="tokens">Its number of tokens.</param>
    /// <param name="model">The model.</param>
    public static TokenGrid? Of(string tensor, int tokens, CnnModel model)
    {
        HashSet<string> before = model.Graph.Ancestors([tensor]);
        if (MapOf(tokens, before, model) is var (height, width))
        {
            return new TokenGrid(0, height, width);
        }

        IEnumerable<NodeProto> joins = model.Graph.Nodes.Where(node =>
            node.OpType == "Concat" && before.Contains(node.Output[0]) && model.ShapeOf(node.Output[0]) is { Length: 3 } shape && shape[1] == tokens);
        foreach (NodeProto join in joins.Reverse())
        {
            int first = 0;
            foreach (string part in join.Input)
            {
                // What does not depend on the image has no shape here: one token, as learned ones are.
                int count = model.ShapeOf(part) is { Length: 3 } shape ? shape[1] : StoredTokens(part, model);
                if (MapOf(count, model.Graph.Ancestors([part]), model) is var (rows, columns))
                {
                    return new TokenGrid(first, rows, columns);
                }

                first += count;
            }
        }

        return null;
    }

    private static int StoredTokens(string tensor, CnnModel model) => model.Graph.Constant(tensor) is { Dims.Count: 3 } stored ? (int)stored.Dims[1] : 1;

    private static (int Height, int Width)? MapOf(int places, HashSet<string> tensors, CnnModel model)
    {
        ImageShape image = model.ImageInput.Shape;
        IEnumerable<(int Height, int Width)> maps =
            from tensor in tensors
            where tensor != model.ImageInput.Name
            let shape = model.ShapeOf(tensor)
            where shape is { Length: 4 }
            from map in new[] { (Height: shape[2], Width: shape[3]), (Height: shape[1], Width: shape[2]) }
            where map.Height * map.Width == places && map.Height > 1 && map.Width > 1 && Distortion(map, image) <= MostDistortion
            orderby Distortion(map, image)
            select map;
        return maps.Cast<(int, int)?>().FirstOrDefault();
    }

    private static double Distortion((int Height, int Width) map, ImageShape image)
    {
        double ratio = (double)map.Height * image.Width / ((double)map.Width * image.Height);
        return Math.Max(ratio, 1 / ratio);
    }
}
