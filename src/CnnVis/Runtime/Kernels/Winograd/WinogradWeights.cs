namespace CnnVis.Runtime.Kernels;

/// <summary>Transforms the weights of a convolution for <see cref="WinogradConvolution{TVector, TLanes}"/>.</summary>
internal static unsafe class WinogradWeights
{
    /// <summary>How many places a transformed tile, or the transformed weights for a channel, have.</summary>
    public const int TileSize = 16;

    private const int Width = 3;

    private static readonly double[][] G = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]];

    /// <summary>GgGᵀ: for each place of a transformed tile, each pair of blocks of filters, and each channel, the weights of these filters.</summary>
    /// <param name="weights">By blocks of filters, blocks of channels, rows, columns, channels, and filters.</param>
    /// <param name="filters">How many filters: whole pairs of blocks.</param>
    /// <param name="channels">How many channels: whole blocks.</param>
    /// <param name="block">The numbers of a block.</param>
    /// <param name="transformed">Receives them.</param>
    public static void Transform(float[] weights, int filters, int channels, int block, Span<float> transformed)
    {
        fixed (float* start = transformed)
        {
            float* to = start;
            Parallel.For(0, filters, filter =>
            {
                Span<double> rows = stackalloc double[G.Length * Width];
                for (int channel = 0; channel < channels; channel++)
                {
                    Transform(filter, channel, rows, to);
                }
            });
        }

        void Transform(int filter, int channel, Span<double> rows, float* to)
        {
            int blockPair = ((filter / block) * (channels / block)) + (channel / block);
            int first = (((blockPair * Width * Width * block) + (channel % block)) * block) + (filter % block);
            int step = block * block;
            for (int i = 0; i < rows.Length; i++)
            {
                int top = first + (i % Width * step);
                rows[i] = Product(G[i / Width], weights[top], weights[top + (Width * step)], weights[top + (2 * Width * step)]);
            }

            (int group, int filterOfGroup) = Math.DivRem(filter, 2 * block);
            for (int place = 0; place < TileSize; place++)
            {
                Span<double> row = rows.Slice(place / G.Length * Width, Width);
                long groupOfPlace = ((long)place * (filters / (2 * block))) + group;
                to[(((groupOfPlace * channels) + channel) * 2 * block) + filterOfGroup] = (float)Product(G[place % G.Length], row[0], row[1], row[2]);
            }
        }
    }

    private static double Product(double[] row, double first, double second, double third) => (row[0] * first) + (row[1] * second) + (row[2] * third);
}
