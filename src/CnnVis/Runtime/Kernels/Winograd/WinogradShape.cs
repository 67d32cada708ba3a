namespace CnnVis.Runtime.Kernels;

/// <summary>The sizes of a convolution of 3 x 3 places.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Channels">The channels of an image: whole blocks of them.</param>
/// <param name="Height">The height of an image.</param>
/// <param name="Width">The width of an image.</param>
/// <param name="ResultChannels">The channels of the result: whole pairs of blocks.</param>
/// <param name="Pads">How many zeros surround an image: above, left, below, right.</param>
internal sealed record WinogradShape(int Images, int Channels, int Height, int Width, int ResultChannels, int[] Pads)
{
    public int ResultHeight => Height + Pads[0] + Pads[2] - 2;

    public int ResultWidth => Width + Pads[1] + Pads[3] - 2;

    public int Tiles => Images * TileRows * TileColumns;

    private int TileRows => (ResultHeight + 1) / 2;

    private int TileColumns => (ResultWidth + 1) / 2;

    /// <summary>Where a tile's result begins.</summary>
    public (int Image, int Row, int Column) PlaceOf(int tile)
    {
        int row = tile / TileColumns;
        return (row / TileRows, row % TileRows * 2, tile % TileColumns * 2);
    }
}
