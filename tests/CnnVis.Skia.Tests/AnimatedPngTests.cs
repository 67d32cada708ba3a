using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CnnVis.Skia.Drawing;

namespace CnnVis.Skia.Tests;

public class AnimatedPngTests
{
    private static readonly RgbImage[] Frames = [.. Enumerable.Range(0, 3).Select(frame => RgbImage.Create(5, 4, pixels =>
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i * 7) + (frame * 90));
        }
    }))];

    [Fact]
    public void Chunks_AreThoseOfTheFormat()
    {
        (string Name, byte[] Data)[] chunks = Read(AnimatedPng.Encode(Frames, [80, 80, 2000]));

        Assert.Equal(["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"], chunks.Select(chunk => chunk.Name));
        Assert.Equal([3, 0], Numbers(chunks[1].Data));
        Assert.Equal([5, 4], Numbers(chunks[0].Data[..8]));
        Assert.Equal([8, 2, 0, 0, 0], chunks[0].Data[8..]);

        // Control and data chunks share one sequence.
        (string Name, byte[] Data)[] numbered = [.. chunks.Where(chunk => chunk.Name is "fcTL" or "fdAT")];
        Assert.Equal([0, 1, 2, 3, 4], numbered.Select(chunk => BinaryPrimitives.ReadInt32BigEndian(chunk.Data)));

        (int Delay, int Unit)[] delays = [.. chunks.Where(chunk => chunk.Name == "fcTL")
            .Select(chunk => ((int)BinaryPrimitives.ReadUInt16BigEndian(chunk.Data.AsSpan(20)), (int)BinaryPrimitives.ReadUInt16BigEndian(chunk.Data.AsSpan(22))))];
        Assert.Equal([(80, 1000), (80, 1000), (2000, 1000)], delays);
    }

    [Fact]
    public void EveryFrame_HoldsItsPixels()
    {
        (string Name, byte[] Data)[] chunks = Read(AnimatedPng.Encode(Frames, [80, 80, 80]));
        byte[][] data = [.. chunks.Where(chunk => chunk.Name is "IDAT" or "fdAT").Select(chunk => chunk.Name == "IDAT" ? chunk.Data : chunk.Data[4..])];

        Assert.All(Frames.Zip(data), pair => Assert.Equal(pair.First.Pixels.ToArray(), Pixels(pair.Second, pair.First.Width)));
    }

    [Fact]
    public void OtherPrograms_ShowTheFirstFrame() =>
        Assert.Equal(Frames[0].Pixels.ToArray(), ImageFile.Decode(AnimatedPng.Encode(Frames, [80, 80, 80])).Pixels.ToArray());

    // The check value of CRC-32 in every catalogue of checksums.
    [Fact]
    public void Checksum_IsThatOfTheCatalogue() => Assert.Equal(0xCBF43926, PngChunks.Checksum("123456789"u8));

    [Fact]
    public void FramesOfTwoSizes_AreRefused() => Assert.Contains(
        "the first is 5x4, another 1x1",
        Assert.Throws<ArgumentException>(() => AnimatedPng.Encode([Frames[0], new RgbImage(1, 1, [1, 2, 3])], [80, 80])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void SaveAnimation_WritesEveryFrameOfTheDream()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"));
        Dream dream = model.Dream(Objective.Class(3), new() { Steps = 6, Frames = 4 });

        dream.SaveAnimation(folder.File("dream.apng"), new() { Size = 64 });

        (string Name, byte[] Data)[] chunks = Read(File.ReadAllBytes(folder.File("dream.apng")));
        Assert.Equal(4, chunks.Count(chunk => chunk.Name == "fcTL"));
        Assert.Equal([64, 64], Numbers(chunks[0].Data[..8]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void SaveAnimation_Mistakes_AreRefusedInWords()
    {
        using var folder = new TemporaryFolder();
        using CnnModel model = CnnModel.Load(Path.Combine(RepositoryFolder.Assets, "cifar10.onnx"));
        Dream still = model.Dream(Objective.Class(3), new() { Steps = 1 });
        string Refusal(Action save) => Assert.Throws<ArgumentException>(save).Message;

        Assert.Contains("Set DreamOptions.Frames", Refusal(() => still.SaveAnimation(folder.File("dream.png"))), StringComparison.Ordinal);
        Assert.Contains("not as '.gif'", Refusal(() => still.SaveAnimation(folder.File("dream.gif"))), StringComparison.Ordinal);
        Assert.Contains("must be from 1 to 65535", Refusal(() => still.SaveAnimation(folder.File("dream.png"), new() { FrameMilliseconds = 0 })), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static (string Name, byte[] Data)[] Read(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new List<(string, byte[])>();
        for (int start = 8; start < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(start));
            ReadOnlySpan<byte> body = file.AsSpan(start + 4, length + 4);
            Assert.Equal(BitwiseChecksum(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(start + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(body[..4]), body[4..].ToArray()));
            start += length + 12;
        }

        return [.. chunks];
    }

    /// <summary>CRC-32 by its definition, without a table.</summary>
    private static uint BitwiseChecksum(ReadOnlySpan<byte> bytes)
    {
        uint remainder = uint.MaxValue;
        foreach (byte value in bytes)
        {
            remainder ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder >> 1) ^ ((remainder & 1) * 0xEDB88320);
            }
        }

        return remainder ^ uint.MaxValue;
    }

    private static byte[] Pixels(byte[] compressed, int width)
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zlib.CopyTo(plain);
        byte[][] rows = [.. plain.ToArray().Chunk((3 * width) + 1)];
        foreach (byte[] row in rows)
        {
            Assert.Equal(1, row[0]);
            for (int i = 4; i < row.Length; i++)
            {
                row[i] += row[i - 3];
            }
        }

        return [.. rows.SelectMany(row => row[1..])];
    }

    private static int[] Numbers(byte[] data) => [.. data.Chunk(4).Select(bytes => BinaryPrimitives.ReadInt32BigEndian(bytes))];
}
