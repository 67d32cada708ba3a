using System.Globalization;
using System.Runtime.Intrinsics;
using CnnVis.Runtime.Kernels;
using CnnVis.Tests.Support;
using CsCheck;

namespace CnnVis.Tests.Runtime.Kernels;

/// <summary>Winograd's convolution against plain sums, with vectors of both sizes: where the processor has none, .NET does without.</summary>
public class WinogradConvolutionTests
{
    private static readonly int Convolutions = int.Parse(Environment.GetEnvironmentVariable("CNNVIS_RANDOM_NETWORKS") ?? "300", CultureInfo.InvariantCulture);

    private static Gen<Convolution> Any { get; } =
        from images in Gen.Int[1, 3]
        from blocks in Gen.Int[1, 3]
        from pairs in Gen.Int[1, 10]
        from pads in Gen.Int[0, 3].Array[4]
        from height in Gen.Int[1, 16]
        from width in Gen.Int[1, 16]
        from isSummed in Gen.Bool
        from isRectified in Gen.Bool
        from seed in Gen.Int[0, 1000]
        where height + pads[0] + pads[2] > 2 && width + pads[1] + pads[3] > 2
        select new Convolution(images, blocks, pairs, height, width, pads, isSummed, isRectified, seed);

    [Fact]
    public void Convolution_AnyShape_IsThatOfPlainSums() => Any.Sample(
        convolution =>
        {
            convolution.Check<Vector256<float>, Lanes8>();
            convolution.Check<Vector512<float>, Lanes16>();
        },
        iter: Convolutions);

    /// <summary>As many tiles as several parts take, and fewer tiles than channels of the result.</summary>
    [Theory]
    [InlineData(2, 4, 4, 40)]
    [InlineData(1, 16, 16, 7)]
    [InlineData(5, 2, 9, 13)]
    public void Convolution_OfManyParts_IsThatOfPlainSums(int images, int blocks, int pairs, int size) =>
        new Convolution(images, blocks, pairs, size, size, [1, 1, 1, 1], IsSummed: true, IsRectified: true, Seed: 1).Check<Vector256<float>, Lanes8>();

    internal sealed record Convolution(int Images, int Blocks, int Pairs, int Height, int Width, int[] Pads, bool IsSummed, bool IsRectified, int Seed)
    {
        public unsafe void Check<TVector, TLanes>()
            where TVector : struct
            where TLanes : struct, ILanes<TVector>
        {
            int block = TLanes.Count;
            var shape = new WinogradShape(Images, Blocks * block, Height, Width, Pairs * 2 * block, Pads);
            int length = Images * shape.ResultChannels * shape.ResultHeight * shape.ResultWidth;
            float[] images = Numbers.Seeded(Images * shape.Channels * Height * Width, Seed);
            float[] weights = Numbers.Seeded(shape.ResultChannels * shape.Channels * 9, Seed + 1);
            float[] bias = Numbers.Seeded(shape.ResultChannels, Seed + 2);
            float[] summand = Numbers.Seeded(length, Seed + 3);
            float[] result = new float[length];
            float[] transformed = new float[WinogradWeights.TileSize * shape.ResultChannels * shape.Channels];
            WinogradWeights.Transform(weights, shape.ResultChannels, shape.Channels, block, transformed);
            fixed (float* image = images, weight = transformed, shift = bias, more = summand, to = result)
            {
                var convolution = new WinogradConvolution<TVector, TLanes>(shape, new WinogradTensors(image, weight, shift, IsSummed ? more : null, to), IsRectified);
                for (int part = 0; part < convolution.Parts; part++)
                {
                    convolution.Compute(part);
                }
            }

            Agreement.Within(3e-6, Expected(shape, block, images, weights, bias, summand), result, $"{this}, blocks of {block}");
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Images} images of {Blocks} blocks, {Height} x {Width}, to {Pairs} pairs, pads {string.Join(' ', Pads)}, summed {IsSummed}, rectified {IsRectified}, seed {Seed}");

        private double[] Expected(WinogradShape shape, int block, float[] images, float[] weights, float[] bias, float[] summand)
        {
            double[] expected = new double[summand.Length];
            for (int number = 0; number < expected.Length; number++)
            {
                int lane = number % block;
                int column = number / block % shape.ResultWidth;
                int row = number / block / shape.ResultWidth % shape.ResultHeight;
                int plane = number / block / shape.ResultWidth / shape.ResultHeight;
                (int image, int filterBlock) = Math.DivRem(plane, shape.ResultChannels / block);
                double sum = bias[(filterBlock * block) + lane] + (IsSummed ? summand[number] : 0);
                for (int channel = 0; channel < shape.Channels; channel++)
                {
                    int weightPlane = (filterBlock * Blocks) + (channel / block);
                    for (int place = 0; place < 9; place++)
                    {
                        int y = row + (place / 3) - Pads[0];
                        int x = column + (place % 3) - Pads[1];
                        if (y >= 0 && y < Height && x >= 0 && x < Width)
                        {
                            int from = ((((image * Blocks) + (channel / block)) * Height * Width) + (y * Width) + x) * block;
                            sum += (double)images[from + (channel % block)] * weights[(((((weightPlane * 9) + place) * block) + (channel % block)) * block) + lane];
                        }
                    }
                }

                expected[number] = IsRectified ? Math.Max(sum, 0) : sum;
            }

            return expected;
        }
    }
}
