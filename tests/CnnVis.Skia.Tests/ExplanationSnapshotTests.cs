using Snapshooter;
using Snapshooter.Xunit;

namespace CnnVis.Skia.Tests;

/// <summary>What the models of this repository say about its photos, as a person has verified it (__snapshots__).</summary>
public class ExplanationSnapshotTests
{
    [Theory]
    [InlineData("occlusion")]
    [InlineData("grad-cam")]
    [InlineData("integrated-gradients")]
    [InlineData("lrp")]
    [InlineData("rise")]
    public void Cat_IsExplainedAsVerified(string method)
    {
        Explanation why = RealExplanations.Explain("cifar10.onnx", "chelsea.png", method);

        Verify(why, Snapshot.FullName(SnapshotNameExtension.Create(method)));
    }

    [Theory]
    [InlineData("digit-3.png")]
    [InlineData("digit-7.png")]
    public void Digit_IsExplainedAsVerified(string photo)
    {
        Explanation why = RealExplanations.Explain("digits.onnx", photo, "occlusion");

        Verify(why, Snapshot.FullName(SnapshotNameExtension.Create(Path.GetFileNameWithoutExtension(photo))));
    }

    private static void Verify(Explanation why, SnapshotFullName name)
    {
        string verified = Path.Combine(name.FolderPath, FileNames.SnapshotFolderName, name.Filename);
        bool isVerified = File.Exists(verified);

        Snapshot.Match(why.ToSnapshot(new() { VerifiedFile = verified }), name);

        Assert.True(isVerified, $"{name.Filename} is new. Read it; if it is right, it is kept.");
    }
}
