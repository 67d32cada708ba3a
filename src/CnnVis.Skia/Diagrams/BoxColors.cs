namespace CnnVis.Skia.Diagrams;

/// <summary>Which colours say what a part does. They differ in lightness too, and the words beside them say the same.</summary>
internal static class BoxColors
{
    public const float Radius = 5;

    public static readonly RgbValues FrameFill = new(246, 247, 249);
    public static readonly RgbValues FrameEdge = new(150, 158, 168);
    public static readonly RgbValues FrameHeader = new(226, 230, 235);
    public static readonly RgbValues Line = new(90, 98, 108);
    public static readonly RgbValues Ink = new(30, 34, 40);
    public static readonly RgbValues PaleInk = new(88, 94, 102);
    public static readonly RgbValues InkOnDark = new(255, 255, 255);
    public static readonly RgbValues PaleInkOnDark = new(205, 213, 222);

    private static readonly (RgbValues Fill, RgbValues Edge) End = (new(51, 65, 82), new(51, 65, 82));
    private static readonly (RgbValues Fill, RgbValues Edge) Convolution = (new(217, 232, 247), new(74, 127, 181));
    private static readonly (RgbValues Fill, RgbValues Edge) Product = (new(232, 223, 243), new(128, 100, 162));
    private static readonly (RgbValues Fill, RgbValues Edge) Resizing = (new(219, 240, 228), new(75, 154, 106));
    private static readonly (RgbValues Fill, RgbValues Edge) Meeting = (new(253, 233, 205), new(201, 133, 40));
    private static readonly (RgbValues Fill, RgbValues Edge) Other = (new(236, 237, 239), new(134, 140, 148));

    public static (RgbValues Fill, RgbValues Edge) Of(OutlinePart part)
    {
        if (part.Kind != OutlinePartKind.Layers)
        {
            return End;
        }

        string operatorType = part.Layers[0].Operator;
        return operatorType.Contains("Conv", StringComparison.Ordinal) ? Convolution
            : operatorType.Contains("MatMul", StringComparison.Ordinal) || operatorType.Contains("Gemm", StringComparison.Ordinal) ? Product
            : operatorType.Contains("Pool", StringComparison.Ordinal) || operatorType is "Resize" or "Upsample" or "DepthToSpace" or "SpaceToDepth" ? Resizing
            : part.Sources.Count > 1 || operatorType == "Concat" ? Meeting
            : Other;
    }
}
