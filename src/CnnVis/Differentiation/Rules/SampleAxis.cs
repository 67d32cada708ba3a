namespace CnnVis.Differentiation.Rules;

/// <summary>One axis of an image that is read at fractional positions. The node's attributes say how; without them linearly, with zeros around.</summary>
/// <param name="G">The node.</param>
/// <param name="Size">How many pixels the axis has.</param>
internal sealed record SampleAxis(GradientScope G, int Size)
{
    private const long Int64 = 7;

    // Keys' cubic convolution with PyTorch's and ONNX Runtime's coefficient.
    private const float A = -0.75f;

    private bool AlignsCorners => G.Int("align_corners", 0) == 1;

    /// <summary>How far a position moves when the grid's number, which runs from -1 to 1, grows by 1.</summary>
    public float PositionSlope => (AlignsCorners ? Size - 1 : Size) / 2f;

    /// <summary>The pixels that points read whose grid has these numbers along the axis.</summary>
    public SampleTap[] Taps(GraphValue grid) =>
        // Operation by operation as ONNX Runtime computes it, because positions halfway between two pixels are common.
        TapsAt(AlignsCorners ? (grid + 1) / 2 * (Size - 1) : ((grid + 1) * Size + -1f) / 2);

    /// <summary>The pixels that points read which lie there.</summary>
    public SampleTap[] TapsAt(GraphValue position)
    {
        if (Mode(G) == SampleMode.Nearest)
        {
            return [Tap(position.Unary("Round"), G.Constant(1), G.Constant(0))];
        }

        GraphValue low = position.Unary("Floor");
        GraphValue t = position - low;
        return Mode(G) == SampleMode.Linear
            ? [Tap(low, 1 - t, G.Constant(-1)), Tap(low + 1, t, G.Constant(1))]
            :
            [
                Tap(low + -1f, Outer(t + 1), OuterSlope(t + 1)),
                Tap(low, Inner(t), InnerSlope(t)),
                Tap(low + 1, Inner(1 - t), -InnerSlope(1 - t)),
                Tap(low + 2, Outer(2 - t), -OuterSlope(2 - t)),
            ];
    }

    /// <summary>Opset 20 renamed bilinear and bicubic.</summary>
    public static SampleMode Mode(GradientScope g) => g.Text("mode", "linear") switch
    {
        "nearest" => SampleMode.Nearest,
        "bilinear" or "linear" => SampleMode.Linear,
        "bicubic" or "cubic" => SampleMode.Cubic,
        var other => throw g.Unsupported($"its mode is '{other}'"),
    };

    /// <summary>The weight of a pixel nearer than 1: (a+2) d^3 - (a+3) d^2 + 1</summary>
    private static GraphValue Inner(GraphValue d) => (d * (A + 2) + -(A + 3)) * d * d + 1;

    private static GraphValue InnerSlope(GraphValue d) => (d * (3 * (A + 2)) + -(2 * (A + 3))) * d;

    /// <summary>The weight of a pixel between 1 and 2 away: a d^3 - 5a d^2 + 8a d - 4a</summary>
    private static GraphValue Outer(GraphValue d) => ((d * A + (-5 * A)) * d + (8 * A)) * d + (-4 * A);

    private static GraphValue OuterSlope(GraphValue d) => (d * (3 * A) + (-10 * A)) * d + (8 * A);

    /// <summary>Pixels beyond the image are 0, or stand for one inside.</summary>
    private SampleTap Tap(GraphValue place, GraphValue weight, GraphValue slope)
    {
        switch (G.Text("padding_mode", "zeros"))
        {
            case "zeros":
                GraphValue inside = (place > -0.5f) & (place < Size - 0.5f);
                return new SampleTap(Index(G.Where(inside, place)), G.Where(inside, weight), G.Where(inside, slope));
            case "border":
                return new SampleTap(Index(place), weight, slope);
            case "reflection":
                return new SampleTap(Index(Reflected(place)), weight, slope);
            case var other:
                throw G.Unsupported($"its padding_mode is '{other}'");
        }
    }

    /// <summary>Mirrored at the outer pixels' centres where corners are aligned, else at their outer edges.</summary>
    private GraphValue Reflected(GraphValue place)
    {
        float first = AlignsCorners ? 0 : -0.5f;
        float range = AlignsCorners ? Size - 1 : Size;
        if (range == 0)
        {
            return place * 0;
        }

        GraphValue fromFirst = place + -first;
        GraphValue inPeriod = fromFirst - (fromFirst / (2 * range)).Unary("Floor") * (2 * range);
        return range + first - (inPeriod + -range).Unary("Abs");
    }

    private GraphValue Index(GraphValue place) =>
        G.Op("Cast", [G.Op("Clip", [place, G.Constant(0), G.Constant(Size - 1)])], ("to", Int64));
}
