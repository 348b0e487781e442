using MultiTransport.Server.Doctor;

namespace MultiTransport.Server.Tests.Doctor;

public sealed class DoctorArgumentsTests
{
    [Fact]
    public void TryParse_EveryOption_IsTaken()
    {
        Assert.True(DoctorArguments.TryParse(["http://app.example/doctor", "--json", "--idle", "--insecure", "--proxy", "http://proxy.example:3128"], out var parsed, out _));

        Assert.Equal(new DoctorArguments(new Uri("http://app.example/doctor"), true, true, true, new Uri("http://proxy.example:3128")), parsed);
    }

    [Theory]
    [InlineData("Which server?")]
    [InlineData("'app.example' is no http or https URL", "app.example")]
    [InlineData("'ftp://app.example' is no http or https URL", "ftp://app.example")]
    [InlineData("There is no option --fast", "http://app.example", "--fast")]
    [InlineData("--proxy needs a URL", "http://app.example", "--proxy")]
    [InlineData("The proxy 'here' is no URL", "http://app.example", "--proxy", "here")]
    [InlineData("One URL at a time", "http://app.example", "http://b.example")]
    public async Task Run_WrongArguments_SaysWhatIsWrongAndHowItGoes(string told, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(64, await DoctorCommand.RunAsync(arguments, output, errors, TimeProvider.System));

        Assert.StartsWith(told, errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(DoctorArguments.Usage, errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }
}
