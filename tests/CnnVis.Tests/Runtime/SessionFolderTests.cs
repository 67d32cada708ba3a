using CnnVis.Runtime;

namespace CnnVis.Tests.Runtime;

public class SessionFolderTests
{
    [Fact]
    public void Dispose_FolderWithFiles_DeletesIt()
    {
        // Given
        SessionFolder folder = SessionFolder.TryCreate()!;
        File.WriteAllBytes(Path.Combine(folder.Path, "weights"), new byte[100]);

        // When
        folder.Dispose();
        folder.Dispose();

        // Then
        Assert.False(Directory.Exists(folder.Path));
    }
}
